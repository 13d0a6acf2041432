import {
  accountDeleted,
  notificationChanged,
  profileChanged,
  reminderFired,
  taskChanged,
} from '../domain/events/task-updates.ts'
import { onceIn } from '../kit/events/inbox.ts'
import type { Admit } from '../kit/events/may-deliver.ts'
import { type Around, on, receive } from '../kit/events/receive.ts'
import type { Api, Identify } from '../kit/http/api.ts'
import { createApi } from '../kit/http/create-api.ts'
import { opsRoutes } from '../kit/http/ops-routes.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { forgetAccount } from './forget-account.ts'
import { type Keeping, keepTask, keepUpdate } from './keep-update.ts'
import type { Limits } from './settings.ts'
import { streamRoutes } from './stream-routes.ts'
import { Streams } from './streams.ts'
import { sweep } from './sweep.ts'
import { createWaker, everything, type Told } from './waker.ts'

/** What sync-relay needs from outside. */
export interface SyncRelay {
  sql: Sql
  identify: Identify
  admit: Admit
  limits: Limits
  now: () => Date
  random: () => number
  log: Log
}

export function createFunction(deps: SyncRelay): Api & { streams: Streams } {
  const { sql, admit, limits, log } = deps
  const streams = new Streams(deps)
  const api = createApi(deps.identify, log)
  opsRoutes(api, async () => {
    await sql`select 1`
  })
  streamRoutes(api, { sql, streams })
  const around = thenWake(onceIn({ sql, schema: 'sync', consumer: 'sync-relay' }), streams, createWaker(sql, log))
  const keep = keepUpdate(limits.kept)
  api.app.post(
    '/',
    receive({ admit, around, log, sweep: () => sweep(deps) }, [
      on(taskChanged, keepTask(limits.kept)),
      on(profileChanged, keep),
      on(reminderFired, keep),
      on(notificationChanged, keep),
      on(accountDeleted, forgetAccount),
    ]),
  )
  return { ...api, streams }
}

/** After the commit, and before the answer: after that a function may be put to sleep. */
const thenWake =
  (once: ReturnType<typeof onceIn>, streams: Streams, tellOthers: (told: Told) => Promise<void>): Around<Keeping> =>
  async (event, react) => {
    const told: Told[] = []
    const outcome = await once(event, context => react({ ...context, tell: one => void told.push(one) }))
    // Whoever took it before may have died before anybody was told.
    if (outcome === 'duplicate' && event.userId !== undefined) told.push({ userId: event.userId, number: everything })
    for (const one of told) streams.wake(one)
    await Promise.all(told.map(tellOthers))
    return outcome
  }
