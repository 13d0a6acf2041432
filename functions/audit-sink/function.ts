import * as v from 'valibot'
import { topics } from '../domain/events/topics.ts'
import { defineFunction } from '../kit/define-function.ts'
import { ownSecret, secret } from '../kit/settings/settings.ts'
import { appendEvent } from './append-event.ts'
import { AuditEntry, auditRoutes } from './audit-routes.ts'
import { keepDeadLetter, readDeadLetter } from './dead-letter.ts'
import { DeadLetter, deadLetterRoutes } from './dead-letter-routes.ts'
import { forgetOld } from './forget-old.ts'
import { orOperator } from './operator.ts'

/** Clients see on `task-updates` what other topics have said before. */
const elsewhere = ['task-updates', 'task-commands', 'dead-letters']

/** Adds everything that happens to a chain of its person, once, and keeps dead letters for an operator. */
export default defineFunction({
  name: 'audit-sink',
  schema: 'audit',
  settings: {
    /** The same for all replicas: a page that one of them ended, another one goes on with. */
    CURSOR_SECRET: ownSecret('audit cursor'),
    OPERATOR_TOKEN: v.optional(secret),
  },
  identify: ({ identify, settings }) => orOperator(identify, settings.OPERATOR_TOKEN),
  deps: ({ sql, publisher, settings, now }) => ({ sql, publisher, cursorSecret: settings.CURSOR_SECRET, now }),
}).does({
  routes: [...auditRoutes, ...deadLetterRoutes],
  doors: [
    // Whatever the type: adding the entry is all there is to do.
    { path: '/', topics: topics.filter(topic => !elsewhere.includes(topic)), take: appendEvent },
    // Any producer writes commands. What it writes beside them is not true because it says so, such as an account's end.
    { path: '/commands', topics: ['task-commands'], takes: isCommand, take: appendEvent },
    // Dead letters have a door of their own: no event makes one of itself, or hides as one from the trail.
    { path: '/dead-letters', topics: ['dead-letters'], read: readDeadLetter, take: keepDeadLetter },
  ],
  sweep: forgetOld,
  document: {
    schemas: { AuditEntry, DeadLetter },
    tags: {
      audit: 'What happened, as a chain that shows when something in it was changed',
      'dead letters': 'Events that nobody could handle; for operators',
    },
  },
})

/** Told by its name, so that the whole catalog is not loaded at the start; a test compares the two. */
function isCommand(type: string): boolean {
  return /^zerodue\.task\.(create|update|complete|snooze|delete)\.v\d+$/.test(type)
}
