import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { scopeMissing } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import type { Caller, Identify } from '../http/api.ts'
import type { Verify } from '../identity/verifier.ts'

/** Somebody who may bring events; with a caller, only events of that person. */
export interface Deliverer {
  caller?: Caller
}

export type Admit = (c: Context) => Promise<Deliverer | undefined>

/**
 * Admits whoever knows the secret. KafkaSource and PingSource can send no header of ours, so they carry it in the query of
 * the sink's `uri` (`/?delivery=…`); whoever can send a header sends `Authorization: Bearer …`.
 */
export function bySecret(secret: string): Admit {
  const expected = digest(secret)
  return async c => {
    const given = bearer(c) ?? c.req.query('delivery')
    return given !== undefined && timingSafeEqual(digest(given), expected) ? {} : undefined
  }
}

/** Admits the daprd whose own APP_API_TOKEN this is: it shows it with everything that it delivers. */
export function byDapr(token: string): Admit {
  const expected = digest(token)
  return async c => {
    const given = c.req.header('dapr-api-token')
    return given !== undefined && timingSafeEqual(digest(given), expected) ? {} : undefined
  }
}

/** Admits by the OIDC token that Knative gives its sources when the sink names an audience. */
export function byOidc(verify: Verify, subjects: readonly string[]): Admit {
  return async c => {
    const token = bearer(c)
    const verified = token === undefined ? undefined : await verify(token)
    return verified && subjects.includes(verified.userId) ? {} : undefined
  }
}

/** Admits a person or a program by a token of its own that may write: it speaks for its owner and for nobody else. */
export function byCaller(identify: Identify): Admit {
  return async c => {
    if (!c.req.header('authorization')) return undefined
    const caller = await identify(c)
    if (!caller.scopes.includes('write')) throw new Refused(refuse(scopeMissing))
    return { caller }
  }
}

/** The first door that opens. */
export const anyOf =
  (...doors: Admit[]): Admit =>
  async c => {
    for (const door of doors) {
      const deliverer = await door(c)
      if (deliverer) return deliverer
    }
    return undefined
  }

const bearer = (c: Context) => /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]

const digest = (text: string) => createHash('sha256').update(text).digest()
