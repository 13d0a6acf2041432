import { reminderDue } from '../domain/events/reminders.ts'
import { taskCompleted, taskDeleted, taskSkipped, userDeleted } from '../domain/events/task-events.ts'
import type { Alarms } from '../kit/alarms/alarms.ts'
import { jobDoor } from '../kit/alarms/job-door.ts'
import { onceIn } from '../kit/events/inbox.ts'
import type { Admit } from '../kit/events/may-deliver.ts'
import type { Outbox } from '../kit/events/outbox.ts'
import { on, receive } from '../kit/events/receive.ts'
import type { Api, Identify } from '../kit/http/api.ts'
import { createApi } from '../kit/http/create-api.ts'
import { opsRoutes } from '../kit/http/ops-routes.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { cancelForTask } from './cancel-for-task.ts'
import { channelRoutes } from './channels/channel-routes.ts'
import { sendDue } from './deliver/send-due.ts'
import { forgetUser } from './forget-user.ts'
import type { Guard } from './guard/post.ts'
import { linkRoutes } from './links/link-routes.ts'
import { notificationRoutes } from './notification-routes.ts'
import { notify } from './notify.ts'
import type { Mailer } from './send/email.ts'
import type { Vapid } from './send/webpush.ts'
import { sweep } from './sweep.ts'

/** What notifier needs from outside. */
export interface Notifier {
  sql: Sql
  outbox: Outbox
  /** Ring when the next delivery is due. */
  alarms: Alarms
  /** What Dapr shows of itself when it rings. */
  jobToken: string | undefined
  admit: Admit
  identify: Identify
  mailer: Mailer | undefined
  vapid: Vapid | undefined
  /** How a URL that somebody chose may be called. */
  guard: Guard
  publicUrl: string
  /** Where links in mails lead: to this function. */
  linksUrl: string
  linkSecret: string
  cursorSecret: string
  now: () => Date
  random: () => number
  log: Log
}

export function createFunction(deps: Notifier): Api {
  const { sql, outbox, admit, log, now } = deps
  const api = createApi(deps.identify, log)
  opsRoutes(api, async () => {
    await sql`select 1`
  })
  channelRoutes(api, deps)
  notificationRoutes(api, deps)
  linkRoutes(api, deps)

  const once = onceIn({ sql, schema: 'notifications', consumer: 'notifier', outbox })
  const door = receive(
    {
      admit,
      log,
      sweep: () => sweep(deps),
      // What was written goes out before the answer: after it a function may be put to sleep.
      around: async (event, react) => {
        const outcome = await once(event, react)
        if (event.type === reminderDue.type) await sendDue(deps)
        return outcome
      },
    },
    [
      on(reminderDue, notify(now)),
      on(taskCompleted, cancelForTask(now)),
      on(taskSkipped, cancelForTask(now)),
      on(taskDeleted, cancelForTask(now)),
      on(userDeleted, forgetUser),
    ],
  )
  api.app.post('/', door)
  api.app.post('/job/:name', jobDoor({ token: deps.jobToken, ring: () => sendDue(deps), log }))
  return api
}
