import { createLog } from '../shared/runtime/log.ts'
import { type Described, openApi } from '../shared/runtime/openapi.ts'
import { createFunction, type SyncRelay } from './function.ts'
import { Update } from './update.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('sync-relay', 'silent'), limits: {} } as SyncRelay

export const syncRelayRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { Update },
})

export const syncRelayDocument = () => openApi(syncRelayRoutes())
