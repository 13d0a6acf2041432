import { auditSinkRoutes } from '../../functions/audit-sink/openapi.ts'
import { notifierRoutes } from '../../functions/notifier/openapi.ts'
import { reminderFirerRoutes } from '../../functions/reminder-firer/openapi.ts'
import { openApi } from '../../functions/shared/runtime/openapi.ts'
import { syncRelayRoutes } from '../../functions/sync-relay/openapi.ts'
import { taskApiRoutes } from '../../functions/task-api/openapi.ts'

/** Whoever calls Zerodue reads one file, whichever function answers. */
export const openApiOfAll = () =>
  openApi(taskApiRoutes(), reminderFirerRoutes(), auditSinkRoutes(), notifierRoutes(), syncRelayRoutes())
