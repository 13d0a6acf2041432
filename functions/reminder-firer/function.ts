import * as events from '../domain/events/task-events.ts'
import type { Alarms } from '../kit/alarms/alarms.ts'
import { jobDoor } from '../kit/alarms/job-door.ts'
import { onceIn } from '../kit/events/inbox.ts'
import type { Admit } from '../kit/events/may-deliver.ts'
import type { Outbox } from '../kit/events/outbox.ts'
import { type Around, on, receive } from '../kit/events/receive.ts'
import { within } from '../kit/events/within.ts'
import type { Api, Identify } from '../kit/http/api.ts'
import { createApi } from '../kit/http/create-api.ts'
import { opsRoutes } from '../kit/http/ops-routes.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { createFirer, type Firer } from './firer.ts'
import { forgetPerson } from './forget-person.ts'
import { keepProfile } from './keep-profile.ts'
import { type Keeping, keepReminders } from './keep-reminders.ts'
import { reminderRoutes } from './reminder-routes.ts'

/** What reminder-firer needs from outside. */
export interface ReminderFirer {
  sql: Sql
  outbox: Outbox
  alarms: Alarms
  identify: Identify
  admit: Admit
  cursorSecret: string
  /** What the scheduler of alarms shows of itself; absent where alarms are timers of this process. */
  jobToken?: string | undefined
  now: () => Date
  log: Log
}

const taskChanges = [
  events.taskCreated,
  events.taskUpdated,
  events.taskCompleted,
  events.taskReopened,
  events.taskSkipped,
  events.taskDeleted,
  events.taskRestored,
  events.taskPurged,
]

/** How long the answer to an event waits for what follows from it: that goes on anyway, and is tried again. */
const patienceMs = 5_000

export function createFunction(deps: ReminderFirer): Api & { firer: Firer } {
  const { sql, outbox, admit, log } = deps
  const firer = createFirer(deps)
  const api = createApi(deps.identify, log)
  opsRoutes(api, async () => {
    await sql`select 1`
  })
  reminderRoutes(api, deps)
  const around = thenRun(onceIn({ sql, schema: 'reminders', consumer: 'reminder-firer', outbox }), firer)
  api.app.post(
    '/',
    receive({ admit, around, log, sweep: firer.sweep }, [
      ...taskChanges.map(type => on(type, keepReminders)),
      on(events.userUpdated, keepProfile),
      on(events.userDeleted, forgetPerson),
    ]),
  )
  api.app.post('/job/:name', jobDoor({ token: deps.jobToken, ring: firer.ring, log }))
  return { ...api, firer }
}

/** What is due at once fires, and the alarm is set. An event that comes again mends what its first coming left undone. */
const thenRun =
  (once: ReturnType<typeof onceIn>, firer: Firer): Around<Keeping> =>
  async (event, react) => {
    const touched: true[] = []
    const outcome = await once(event, context => react({ ...context, touched: () => void touched.push(true) }))
    if (touched.length || outcome === 'duplicate')
      await within(
        firer.run().catch(() => {}),
        patienceMs,
      )
    return outcome
  }
