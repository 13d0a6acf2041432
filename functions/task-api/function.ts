import type { Api } from '../kit/http/api.ts'
import { createApi } from '../kit/http/create-api.ts'
import { opsRoutes } from '../kit/http/ops-routes.ts'
import { calendarRoutes } from './calendar/calendar-routes.ts'
import { commandDoor } from './commands/commands.ts'
import { configRoute } from './config.ts'
import { identityRoutes } from './identity/routes.ts'
import { tagRoutes } from './tag-routes.ts'
import type { TaskApi } from './task-api.ts'
import { taskRoutes } from './task-routes.ts'
import { timeRoutes } from './time-routes.ts'
import { transferRoutes } from './transfer/transfer-routes.ts'

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
