import type * as v from 'valibot'
import { alarmsEntries, alarmsOf } from '../kit/alarms/settings.ts'
import { timerAlarm } from '../kit/events/alarm.ts'
import { createOutbox, type Outbox } from '../kit/events/outbox.ts'
import type { Identify } from '../kit/http/api.ts'
import { identifyByIssuer, issuerEntries, type WithoutIssuer } from '../kit/identity/by-issuer.ts'
import { connect } from '../kit/postgres/connect.ts'
import { type Platform, requireDatabase, type Wired } from '../kit/run.ts'
import { secret } from '../kit/settings/settings.ts'
import { createFunction } from './function.ts'

/** Whose tokens count, and what sets alarms. */
export const entries = {
  /** The same for all replicas: a page that one of them ended, another one goes on with. */
  CURSOR_SECRET: secret,
  ...issuerEntries,
  ...alarmsEntries,
}
type Settings = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export const wire = (settings: Settings, platform: Platform): Wired =>
  wireFor(settings, platform, identifyByIssuer(settings))

/** The same where somebody else already knows who asks. */
export function wireFor(settings: WithoutIssuer<Settings>, platform: Platform, identify: Identify): Wired {
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
