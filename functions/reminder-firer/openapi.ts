import { problems } from '../domain/problem-codes.ts'
import { type Described, openApi } from '../kit/http/openapi.ts'
import { createLog } from '../kit/log.ts'
import { createFunction, type ReminderFirer } from './function.ts'
import { ListedReminder } from './reminder-routes.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('reminder-firer', 'silent') } as ReminderFirer

export const reminderFirerRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { ListedReminder },
})

export const reminderFirerDocument = () => openApi(problems, reminderFirerRoutes())
