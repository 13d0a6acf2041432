import type { Sql } from '../shared/database/connect.ts'
import type { Admit } from '../shared/events/may-deliver.ts'
import type { Outbox } from '../shared/events/outbox.ts'
import type { Identify } from '../shared/runtime/api.ts'
import type { Log } from '../shared/runtime/log.ts'
import type { Config } from './config.ts'
import type { IdentitySettings } from './identity/settings.ts'

/** What task-api needs from outside. */
export interface TaskApi {
  sql: Sql
  outbox: Outbox
  identify: Identify
  identity: IdentitySettings
  /** What the web client is told. */
  config: Config
  cursorSecret: string
  /** Who may bring events. */
  admit: Admit
  now: () => Date
  log: Log
}
