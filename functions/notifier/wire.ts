import * as v from 'valibot'
import { alarmsEntries, alarmsOf } from '../kit/alarms/settings.ts'
import { timerAlarm } from '../kit/events/alarm.ts'
import { createOutbox, type Outbox } from '../kit/events/outbox.ts'
import type { Identify } from '../kit/http/api.ts'
import { identifyByIssuer, issuerEntries, type WithoutIssuer } from '../kit/identity/by-issuer.ts'
import { connect } from '../kit/postgres/connect.ts'
import { type Platform, requireDatabase, type Wired } from '../kit/run.ts'
import { secret, url } from '../kit/settings/settings.ts'
import { sendDue } from './deliver/send-due.ts'
import { createFunction, type Notifier } from './function.ts'
import { doorsOf, notifierEntries } from './settings.ts'
import { sweep } from './sweep.ts'

/** Whose tokens count, where people find Zerodue, and by what it may send. */
export const entries = {
  /** What cursors and the links in mails are signed with. */
  CURSOR_SECRET: secret,
  LINK_SECRET: secret,
  PUBLIC_URL: url,
  /** Where this function is seen from outside, when it has an address of its own: links in mails lead there. */
  NOTIFIER_URL: v.optional(url),
  ...issuerEntries,
  ...notifierEntries,
  ...alarmsEntries,
}
type Settings = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export const wire = (settings: Settings, platform: Platform): Wired =>
  wireFor(settings, platform, identifyByIssuer(settings))

/** The same where somebody else already knows who asks. */
export function wireFor(settings: WithoutIssuer<Settings>, platform: Platform, identify: Identify): Wired {
  const { publisher, admit, log, now } = platform
  const sql = connect(requireDatabase(platform), 'notifier')
  const alarm = timerAlarm(() => outbox.sweep())
  const alarms = alarmsOf(settings, () => sendDue(deps))
  const said = (err: unknown) => log.warn({ err, outcome: 'nothing was swept' })
  const outbox: Outbox = createOutbox({ sql, schema: 'notifications', functionName: 'notifier', publisher, alarm, log })
  const publicUrl = new URL(settings.PUBLIC_URL).origin
  const deps: Notifier = {
    sql,
    outbox,
    alarms,
    jobToken: settings.APP_API_TOKEN,
    admit,
    identify,
    ...doorsOf(settings),
    publicUrl,
    linksUrl: new URL(settings.NOTIFIER_URL ?? publicUrl).origin,
    linkSecret: settings.LINK_SECRET,
    cursorSecret: settings.CURSOR_SECRET,
    now,
    random: Math.random,
    log,
  }
  return {
    app: createFunction(deps).app,
    begin: () => void sweep(deps).catch(said),
    async close() {
      alarms.close()
      await outbox.close()
      await sql.end({ timeout: 2 })
    },
  }
}
