import { auditSinkRoutes } from '../../functions/audit-sink/openapi.ts'
import { problems } from '../../functions/domain/problem-codes.ts'
import { openApi } from '../../functions/kit/http/openapi.ts'
import { notifierRoutes } from '../../functions/notifier/openapi.ts'
import { reminderFirerRoutes } from '../../functions/reminder-firer/openapi.ts'
import { syncRelayRoutes } from '../../functions/sync-relay/openapi.ts'
import { taskApiRoutes } from '../../functions/task-api/openapi.ts'

/** Whoever calls Zerodue reads one file, whichever function answers. */
export const openApiOfAll = () =>
  openApi(problems, taskApiRoutes(), reminderFirerRoutes(), auditSinkRoutes(), notifierRoutes(), syncRelayRoutes())
