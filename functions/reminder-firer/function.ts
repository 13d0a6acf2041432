import { userDeleted, userUpdated } from '../domain/events/account-events.ts'
import { reminderDue } from '../domain/events/reminders.ts'
import { taskEvents } from '../domain/events/task-events.ts'
import { reminderFired } from '../domain/events/task-updates.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on, onMany } from '../kit/events/handler.ts'
import { ownSecret } from '../kit/settings/settings.ts'
import { createFirer } from './firer.ts'
import { forgetPerson } from './forget-person.ts'
import { ListedReminder, reminderRoutes } from './reminder-routes.ts'
import { updateProfile } from './update-profile.ts'
import { updateReminders } from './update-reminders.ts'

/** Fires each reminder once, never early, and as soon as possible after its moment. */
export default defineFunction({
  name: 'reminder-firer',
  schema: 'reminders',
  settings: {
    /** The same for all replicas: each opens the cursors of the others. */
    CURSOR_SECRET: ownSecret('reminders cursor'),
  },
  deps: ({ sql, outbox, alarms, settings, now, log }) => ({
    sql,
    cursorSecret: settings.CURSOR_SECRET,
    firer: createFirer({ sql, outbox, alarms, now, log }),
  }),
}).does({
  routes: reminderRoutes,
  on: [onMany(taskEvents, updateReminders), on(userUpdated, updateProfile), on(userDeleted, forgetPerson)],
  redelivered: ({ firer }) => firer.runSoon(),
  ring: ({ firer }, name) => firer.ring(name),
  sweep: ({ firer }) => firer.sweep(),
  emits: [reminderDue, reminderFired],
  document: {
    schemas: { ListedReminder },
    tags: { reminders: 'The reminders of a person: armed, fired, snoozed and passed' },
  },
})
