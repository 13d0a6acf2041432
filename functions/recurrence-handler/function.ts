import { taskCompleted, taskSkipped } from '../shared/events/catalog/task-events.ts'
import type { Publisher } from '../shared/events/event.ts'
import type { Admit } from '../shared/events/may-deliver.ts'
import { on, receive } from '../shared/events/receive.ts'
import { publishing } from '../shared/events/stateless.ts'
import type { Api } from '../shared/runtime/api.ts'
import { createApi } from '../shared/runtime/create-api.ts'
import type { Log } from '../shared/runtime/log.ts'
import { opsRoutes } from '../shared/runtime/ops-routes.ts'
import { Refused, refuse } from '../shared/runtime/problem.ts'
import { moveOn } from './move-on.ts'

export interface RecurrenceHandler {
  publisher: Publisher
  admit: Admit
  log: Log
}

/** Nobody asks this function anything: it is woken by events and owns nothing. */
const nobody = async () => {
  throw new Refused(refuse('not-allowed'))
}

export function createFunction({ publisher, admit, log }: RecurrenceHandler): Api {
  const api = createApi(nobody, log)
  opsRoutes(api, async () => {})
  const around = publishing({ publisher, functionName: 'recurrence-handler' })
  api.app.post('/', receive({ admit, around, log }, [on(taskCompleted, moveOn), on(taskSkipped, moveOn)]))
  return api
}
