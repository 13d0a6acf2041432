import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { scopeMissing } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Caller, Identify } from '../http/api.ts'
import type { Verify } from '../identity/verifier.ts'

/** A source that may deliver events; with a caller, only events of that user. */
export interface Deliverer {
  caller?: Caller
}

export type Admit = (c: Context) => Promise<Deliverer | undefined>

/**
 * Admits a source that sends one of the secrets: during a rotation the new one and the one before. KafkaSource and PingSource
 * cannot send custom headers, so they carry it in the query of the sink's `uri` (`/?delivery=…`); other sources send
 * `Authorization: Bearer …`.
 */
export function bySecret(...secrets: readonly [string, ...string[]]): Admit {
  const expected = secrets.map(digest)
  return async c => {
    const given = bearer(c) ?? c.req.query('delivery')
    if (given === undefined) return undefined
    const shown = digest(given)
    return expected.some(one => timingSafeEqual(shown, one)) ? {} : undefined
  }
}

/** Admits the daprd with this APP_API_TOKEN, which it sends with each request to the function. */
export function byDapr(token: string): Admit {
  const expected = digest(token)
  return async c => {
    const given = c.req.header('dapr-api-token')
    return given !== undefined && timingSafeEqual(digest(given), expected) ? {} : undefined
  }
}

/** Admits sources by the OIDC token that Knative gives them when the sink names an audience. */
export function byOidc(verify: Verify, subjects: readonly string[]): Admit {
  return async c => {
    const token = bearer(c)
    const verified = token === undefined ? undefined : await verify(token)
    return verified && subjects.includes(verified.userId) ? {} : undefined
  }
}

/** Admits a user by a token with the scope «write», for events of that user alone. */
export function byCaller(identify: Identify): Admit {
  return async c => {
    if (!c.req.header('authorization')) return undefined
    const caller = await identify(c)
    if (!caller.scopes.includes('write')) throw new Refused(refuse(scopeMissing))
    return { caller }
  }
}

/** Whether the source sends a credential of any kind, right or wrong. */
export const hasCredential = (c: Context): boolean =>
  bearer(c) !== undefined || c.req.query('delivery') !== undefined || c.req.header('dapr-api-token') !== undefined

/** Admits by the first way that succeeds. */
export const anyOf =
  (...ways: Admit[]): Admit =>
  async c => {
    for (const admit of ways) {
      const deliverer = await admit(c)
      if (deliverer) return deliverer
    }
    return undefined
  }

const bearer = (c: Context) => /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]

const digest = (text: string) => createHash('sha256').update(text).digest()
