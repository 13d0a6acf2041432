import type { Sql } from '../shared/database/connect.ts'
import {
  accountDeleted,
  notificationChanged,
  profileChanged,
  reminderFired,
  taskChanged,
} from '../shared/events/catalog/task-updates.ts'
import { onceIn } from '../shared/events/inbox.ts'
import type { Admit } from '../shared/events/may-deliver.ts'
import { type Around, on, receive } from '../shared/events/receive.ts'
import type { Api, Identify } from '../shared/runtime/api.ts'
import { createApi } from '../shared/runtime/create-api.ts'
import type { Log } from '../shared/runtime/log.ts'
import { opsRoutes } from '../shared/runtime/ops-routes.ts'
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
