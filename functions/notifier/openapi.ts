import { createLog } from '../shared/runtime/log.ts'
import { type Described, openApi } from '../shared/runtime/openapi.ts'
import { Channel } from './channel.ts'
import { createFunction, type Notifier } from './function.ts'
import { Notification } from './notification-routes.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('notifier', 'silent') } as Notifier

export const notifierRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { Channel, Notification },
})

export const notifierDocument = () => openApi(notifierRoutes())
