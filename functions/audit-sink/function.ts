import { reminderEnded, reminderNear } from '../domain/events/reminders.ts'
import { topics } from '../domain/events/topics.ts'
import { defineFunction } from '../kit/define-function.ts'
import { ownSecret } from '../kit/settings/settings.ts'
import { appendEvents } from './append-events.ts'
import { AuditEntry, auditRoutes } from './audit-routes.ts'
import { DeadLetter, deadLetterRoutes } from './dead-letter-routes.ts'
import { forgetOld } from './forget-old.ts'
import { keepDeadLetters, keptCount, readDeadLetter } from './keep-dead-letter.ts'

/** Functions send these only to each other. What they say follows from other events, which become entries. */
const betweenFunctions: string[] = [reminderNear.type, reminderEnded.type]
/** Two topics repeat the events of others, commands and dead letters have their own doors, and `parked` waits for an operator. */
const elsewhere = ['task-updates', 'recurrences', 'task-commands', 'dead-letters', 'parked']

/** Appends every event once to the chain of its person, and keeps dead letters for an operator. */
export default defineFunction({
  name: 'audit-sink',
  schema: 'audit',
  settings: {
    /** The same for all replicas: each opens the cursors of the others. */
    CURSOR_SECRET: ownSecret('audit cursor'),
  },
  deps: ({ sql, publisher, settings, now }) => {
    // A rule must see the series before the first dead letter.
    keptCount.add(0)
    return { sql, publisher, cursorSecret: settings.CURSOR_SECRET, now }
  },
}).does({
  routes: [...auditRoutes, ...deadLetterRoutes],
  doors: [
    // Events of every type become entries, except those that tell nothing of a person.
    {
      path: '/',
      topics: topics.filter(topic => !elsewhere.includes(topic)),
      takes: type => !betweenFunctions.includes(type),
      take: appendEvents,
    },
    // Any producer writes to this topic, so only commands count here, and no forged event such as a deleted account.
    { path: '/commands', topics: ['task-commands'], takes: isCommand, take: appendEvents },
    // With a separate door no event can pose as a dead letter to stay out of the trail.
    { path: '/dead-letters', topics: ['dead-letters'], read: readDeadLetter, take: keepDeadLetters },
  ],
  sweep: forgetOld,
  document: {
    schemas: { AuditEntry, DeadLetter },
    tags: {
      audit: 'The events of a person, as a chain of hashes that reveals every change',
      'dead letters': 'Events that a function could not handle; for operators',
    },
  },
})

/** By name, so that the start does not load the whole catalog. A test compares the two. */
function isCommand(type: string): boolean {
  return /^zerodue\.task\.(create|update|complete|snooze|delete)\.v\d+$/.test(type)
}
