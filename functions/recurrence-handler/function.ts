import { taskCompleted, taskSkipped } from '../domain/events/task-events.ts'
import { notAllowed } from '../kit/core/problems.ts'
import { Refused, refuse } from '../kit/core/refusal.ts'
import type { Publisher } from '../kit/events/event.ts'
import type { Admit } from '../kit/events/may-deliver.ts'
import { on, receive } from '../kit/events/receive.ts'
import { publishing } from '../kit/events/stateless.ts'
import type { Api } from '../kit/http/api.ts'
import { createApi } from '../kit/http/create-api.ts'
import { opsRoutes } from '../kit/http/ops-routes.ts'
import type { Log } from '../kit/log.ts'
import { moveOn } from './move-on.ts'

export interface RecurrenceHandler {
  publisher: Publisher
  admit: Admit
  log: Log
}

/** Nobody asks this function anything: it is woken by events and owns nothing. */
const nobody = async () => {
  throw new Refused(refuse(notAllowed))
}

export function createFunction({ publisher, admit, log }: RecurrenceHandler): Api {
  const api = createApi(nobody, log)
  opsRoutes(api, async () => {})
  const around = publishing({ publisher, functionName: 'recurrence-handler' })
  api.app.post('/', receive({ admit, around, log }, [on(taskCompleted, moveOn), on(taskSkipped, moveOn)]))
  return api
}
