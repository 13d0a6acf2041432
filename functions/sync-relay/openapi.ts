import { problems } from '../domain/problem-codes.ts'
import { type Described, openApi } from '../kit/http/openapi.ts'
import { createLog } from '../kit/log.ts'
import { createFunction, type SyncRelay } from './function.ts'
import { Update } from './update.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('sync-relay', 'silent'), limits: {} } as SyncRelay

export const syncRelayRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { Update },
})

export const syncRelayDocument = () => openApi(problems, syncRelayRoutes())
