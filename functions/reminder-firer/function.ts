import { userDeleted, userUpdated } from '../domain/events/account-events.ts'
import { reminderDue, reminderEnded, reminderNear } from '../domain/events/reminders.ts'
import { taskEvents } from '../domain/events/task-events.ts'
import { reminderFired } from '../domain/events/task-updates.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on, onMany } from '../kit/events/handler.ts'
import { processBegan } from '../kit/postgres/start-time.ts'
import { ownSecret, seconds } from '../kit/settings/settings.ts'
import { waitUntil } from '../kit/timers.ts'
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
    /** The most by which an alarm rings before its reminders. It rings as early as the functions take to start. */
    ALARM_LEAD_SECONDS: seconds(10),
  },
  deps: ({ sql, outbox, publisher, alarms, settings, now, log }) => {
    const mostLeadMs = settings.ALARM_LEAD_SECONDS * 1_000
    const until = (at: Date) => waitUntil(at, now)
    return {
      sql,
      cursorSecret: settings.CURSOR_SECRET,
      firer: createFirer({ sql, outbox, publisher, alarms, mostLeadMs, began: processBegan(), now, until, log }),
    }
  },
}).does({
  routes: reminderRoutes,
  on: [onMany(taskEvents, updateReminders), on(userUpdated, updateProfile), on(userDeleted, forgetPerson)],
  redelivered: ({ firer }) => firer.runSoon(),
  ring: ({ firer }, name) => firer.ring(name),
  sweep: ({ firer }) => firer.sweep(),
  emits: [reminderDue, reminderNear, reminderEnded, reminderFired],
  document: {
    schemas: { ListedReminder },
    tags: { reminders: 'The reminders of a person: armed, fired, snoozed and passed' },
  },
})
