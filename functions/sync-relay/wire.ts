import type * as v from 'valibot'
import type { Identify } from '../kit/http/api.ts'
import { identifyByIssuer, issuerEntries, type WithoutIssuer } from '../kit/identity/by-issuer.ts'
import { connect } from '../kit/postgres/connect.ts'
import { type Platform, requireDatabase, type Wired } from '../kit/run.ts'
import { createFunction } from './function.ts'
import { limitsOf, relayEntries } from './settings.ts'
import { sweep } from './sweep.ts'

/** Whose tokens count, and how long streams and updates last. */
export const entries = {
  ...issuerEntries,
  ...relayEntries,
}
type Settings = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export const wire = (settings: Settings, platform: Platform): Wired =>
  wireFor(settings, platform, identifyByIssuer(settings))

/** The same where somebody else already knows who asks. */
export function wireFor(settings: WithoutIssuer<Settings>, platform: Platform, identify: Identify): Wired {
  const { admit, log, now } = platform
  const sql = connect(requireDatabase(platform), 'sync_relay')
  const limits = limitsOf(settings)
  const { app, streams } = createFunction({ sql, identify, admit, limits, now, random: Math.random, log })
  return {
    app,
    begin() {
      sweep({ sql, limits, now }).catch(err => log.warn({ err, outcome: 'nothing was swept' }))
    },
    stop: () => streams.endAll('stopping'),
    close: () => sql.end({ timeout: 2 }),
  }
}
