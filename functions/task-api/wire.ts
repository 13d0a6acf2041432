import { hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { timerAlarm } from '../kit/events/alarm.ts'
import { createOutbox, type Outbox } from '../kit/events/outbox.ts'
import type { Identify } from '../kit/http/api.ts'
import { webClient } from '../kit/http/web-client.ts'
import { connect } from '../kit/postgres/connect.ts'
import { type Platform, requireDatabase, type Wired } from '../kit/run.ts'
import { configEntries, configOf } from './config.ts'
import { createFunction } from './function.ts'
import { identify, verifierOf } from './identity/identify.ts'
import { identityEntries, identitySettings } from './identity/settings.ts'
import { sweep } from './sweep.ts'

export const entries = {
  ...identityEntries,
  ...configEntries,
  /** Where the built web client lies; without it only the API is served. */
  WEB_DIST: v.optional(v.string(), ''),
}
type Settings = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export function wire(settings: Settings, platform: Platform): Wired & { identify: Identify } {
  const { publisher, admit, log, now } = platform
  const identity = identitySettings(settings)
  const sql = connect(requireDatabase(platform), 'task_api')
  const alarm = timerAlarm(() => outbox.sweep())
  const outbox: Outbox = createOutbox({ sql, schema: 'tasks', functionName: 'task-api', publisher, alarm, log })
  const who = identify({ sql, identity, verify: verifierOf(sql, identity), now })
  const cursorSecret = Buffer.from(hkdfSync('sha256', identity.secret, '', 'cursor', 32)).toString('base64url')
  const config = configOf(settings, identity.jwksUrl && identity.issuer)
  const { app } = createFunction({ sql, outbox, identity, config, identify: who, cursorSecret, admit, now, log })
  const connectTo = Object.values(config.addresses).flatMap(address => address ?? [])
  if (settings.WEB_DIST) app.get('*', webClient({ folder: settings.WEB_DIST, connectTo }))
  return {
    app,
    identify: who,
    begin() {
      sweep({ sql, outbox, now, log }).catch(err => log.warn({ err, outcome: 'nothing was swept' }))
    },
    async close() {
      await outbox.close()
      await sql.end({ timeout: 2 })
    },
  }
}
