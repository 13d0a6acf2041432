import * as v from 'valibot'
import type { Identify } from '../kit/http/api.ts'
import { identifyByIssuer, issuerEntries } from '../kit/identity/by-issuer.ts'
import { connect } from '../kit/postgres/connect.ts'
import { type Platform, requireDatabase, type Wired } from '../kit/run.ts'
import { secret } from '../kit/settings/settings.ts'
import { forgetOld } from './forget-old.ts'
import { createFunction } from './function.ts'

/** Whose tokens count, and who is the operator. */
export const entries = {
  /** The same for all replicas: a page that one of them ended, another one goes on with. */
  CURSOR_SECRET: secret,
  ...issuerEntries,
  OPERATOR_TOKEN: v.optional(secret),
}
type Settings = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export const wire = (settings: Settings, platform: Platform): Wired =>
  wireFor(settings, platform, identifyByIssuer(settings))

/** The same where somebody else already knows who asks. */
export function wireFor(
  { CURSOR_SECRET, OPERATOR_TOKEN }: Pick<Settings, 'CURSOR_SECRET' | 'OPERATOR_TOKEN'>,
  platform: Platform,
  identify: Identify,
): Wired {
  const sql = connect(requireDatabase(platform), 'audit_sink')
  const { publisher, admit, log, now } = platform
  const { app } = createFunction({
    sql,
    publisher,
    admit,
    identify,
    operatorToken: OPERATOR_TOKEN,
    cursorSecret: CURSOR_SECRET,
    now,
    log,
  })
  return {
    app,
    begin() {
      forgetOld(sql, now()).catch(err => log.warn({ err, outcome: 'nothing was forgotten' }))
    },
    close: () => sql.end({ timeout: 2 }),
  }
}
