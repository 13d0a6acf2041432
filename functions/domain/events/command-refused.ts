import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { Actor } from './snapshot.ts'

export const commandRefused = defineEvent({
  type: 'zerodue.command.refused.v1',
  topic: 'audit-events',
  summary: 'A command was refused, for the same reason as the HTTP request would be',
  data: v.object({
    command: v.object({ id: v.string(), source: v.string(), type: v.string() }),
    /** A code that HTTP answers too. Later versions may add codes, so readers accept any. */
    code: v.string(),
    detail: v.string(),
    errors: v.array(v.object({ path: v.string(), message: v.string() })),
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
