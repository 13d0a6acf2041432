import type { Admit } from '../kit/events/may-deliver.ts'
import type { Outbox } from '../kit/events/outbox.ts'
import type { Identify } from '../kit/http/api.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
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
