import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { bounded } from '../../kit/core/schema.ts'
import { Actor } from './snapshot.ts'

export const commandRefused = defineEvent({
  type: 'zerodue.command.refused.v1',
  topic: 'audit-events',
  summary: 'A command was refused, for the same reason as the HTTP request would be',
  data: v.object({
    command: v.object({ id: bounded(512), source: bounded(512), type: bounded(512) }),
    /** A code that HTTP answers too. Later versions may add codes, so readers accept any. */
    code: bounded(60),
    detail: bounded(1_000),
    errors: v.pipe(v.array(v.object({ path: bounded(200), message: bounded(300) })), v.maxLength(20)),
    /** How many more errors there are than `errors` lists. */
    moreErrors: v.exactOptional(v.pipe(v.number(), v.integer())),
    actor: Actor,
  }),
  example: {
    command: { id: '42', source: '/crm', type: 'zerodue.task.complete.v1' },
    code: 'task-not-found',
    detail: 'There is no such task.',
    errors: [],
    actor: { kind: 'producer', id: '/crm' },
  },
})
