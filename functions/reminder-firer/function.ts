import { reminderDue } from '../domain/events/reminders.ts'
import { taskEvents, userDeleted, userUpdated } from '../domain/events/task-events.ts'
import { reminderFired } from '../domain/events/task-updates.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on } from '../kit/events/receive.ts'
import { ownSecret } from '../kit/settings/settings.ts'
import { createFirer } from './firer.ts'
import { forgetPerson } from './forget-person.ts'
import { keepProfile } from './keep-profile.ts'
import { keepReminders } from './keep-reminders.ts'
import { ListedReminder, reminderRoutes } from './reminder-routes.ts'

/** Fires each reminder once, not before its moment, and as soon as possible after it. */
export default defineFunction({
  name: 'reminder-firer',
  schema: 'reminders',
  settings: {
    /** The same for all replicas: a page that one of them ended, another one goes on with. */
    CURSOR_SECRET: ownSecret('reminders cursor'),
  },
  deps: ({ sql, outbox, alarms, settings, now, log }) => ({
    sql,
    cursorSecret: settings.CURSOR_SECRET,
    firer: createFirer({ sql, outbox, alarms, now, log }),
  }),
}).does({
  routes: reminderRoutes,
  on: [...taskEvents.map(type => on(type, keepReminders)), on(userUpdated, keepProfile), on(userDeleted, forgetPerson)],
  redelivered: ({ firer }) => firer.runSoon(),
  ring: ({ firer }, name) => firer.ring(name),
  sweep: ({ firer }) => firer.sweep(),
  emits: [reminderDue, reminderFired],
  document: {
    schemas: { ListedReminder },
    tags: { reminders: 'What is armed, what has fired and what was put off' },
  },
})
