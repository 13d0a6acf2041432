import type { Sql } from '../shared/database/connect.ts'
import type { Admit } from '../shared/events/may-deliver.ts'
import type { Outbox } from '../shared/events/outbox.ts'
import { type Api, createApi, type Identify } from '../shared/runtime/api.ts'
import type { Log } from '../shared/runtime/log.ts'
import { opsRoutes } from '../shared/runtime/ops-routes.ts'
import { calendarRoutes } from './calendar/calendar-routes.ts'
import { commandDoor } from './commands/commands.ts'
import { type Config, configRoute } from './config.ts'
import { identityRoutes } from './identity/routes.ts'
import type { IdentitySettings } from './identity/settings.ts'
import { tagRoutes } from './tag-routes.ts'
import { taskRoutes } from './task-routes.ts'
import { timeRoutes } from './time-routes.ts'
import { transferRoutes } from './transfer/transfer-routes.ts'

/** What task-api needs from outside. */
export interface TaskApi {
  sql: Sql
  outbox: Outbox
  identify: Identify
  identity: IdentitySettings
  /** What the web client is told. */
  config: Config
  cursorSecret: string
  /** Who may bring events. */
  admit: Admit
  now: () => Date
  log: Log
}

export function createFunction(deps: TaskApi): Api {
  const api = createApi(deps.identify, deps.log)
  opsRoutes(api, async () => {
    await deps.sql`select 1`
  })
  configRoute(api, deps.config)
  taskRoutes(api, deps)
  timeRoutes(api, deps)
  tagRoutes(api, deps)
  transferRoutes(api, deps)
  calendarRoutes(api, deps)
  identityRoutes(api, deps)
  api.app.post('/', commandDoor(deps))
  return api
}
