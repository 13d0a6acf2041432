import * as v from 'valibot'
import { alarmsEntries, alarmsOf } from '../shared/alarms/settings.ts'
import { connect } from '../shared/database/connect.ts'
import { timerAlarm } from '../shared/events/alarm.ts'
import { createOutbox, type Outbox } from '../shared/events/outbox.ts'
import { identifyByJwt } from '../shared/identity/identify-by-jwt.ts'
import { verifier } from '../shared/identity/verifier.ts'
import type { Identify } from '../shared/runtime/api.ts'
import { type Platform, requireDatabase, type Wired } from '../shared/runtime/run.ts'
import { secret, url } from '../shared/runtime/settings.ts'
import { createFunction } from './function.ts'

/** Whose tokens count, and what sets alarms. */
export const entries = {
  /** The same for all replicas: a page that one of them ended, another one goes on with. */
  CURSOR_SECRET: secret,
  JWT_ISSUER: v.string(),
  JWT_AUDIENCE: v.optional(v.string(), 'zerodue'),
  JWKS_URL: url,
  ...alarmsEntries,
}
type Settings = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export const wire = (settings: Settings, platform: Platform): Wired => {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWKS_URL: jwksUrl } = settings
  return wireFor(settings, platform, identifyByJwt(verifier({ issuer, audience, keys: { jwksUrl } })))
}

/** The same where somebody else already knows who asks. */
export function wireFor(
  settings: Omit<Settings, 'JWT_ISSUER' | 'JWT_AUDIENCE' | 'JWKS_URL'>,
  platform: Platform,
  identify: Identify,
): Wired {
  const { publisher, admit, log, now } = platform
  const sql = connect(requireDatabase(platform), 'reminder_firer')
  const alarm = timerAlarm(() => outbox.sweep())
  const outbox: Outbox = createOutbox({
    sql,
    schema: 'reminders',
    functionName: 'reminder-firer',
    publisher,
    alarm,
    log,
  })
  const alarms = alarmsOf(settings, name => firer.ring(name))
  const { CURSOR_SECRET: cursorSecret, APP_API_TOKEN: jobToken } = settings
  const { app, firer } = createFunction({ sql, outbox, alarms, identify, admit, cursorSecret, jobToken, now, log })
  return {
    app,
    begin() {
      firer.sweep().catch(err => log.warn({ err, outcome: 'nothing was swept' }))
    },
    async close() {
      alarms.close()
      await outbox.close()
      await sql.end({ timeout: 2 })
    },
  }
}
