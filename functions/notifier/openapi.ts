import { problems } from '../domain/problem-codes.ts'
import { type Described, openApi } from '../kit/http/openapi.ts'
import { createLog } from '../kit/log.ts'
import { Channel } from './channel.ts'
import { createFunction, type Notifier } from './function.ts'
import { Notification } from './notification-routes.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('notifier', 'silent') } as Notifier

export const notifierRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { Channel, Notification },
})

export const notifierDocument = () => openApi(problems, notifierRoutes())
