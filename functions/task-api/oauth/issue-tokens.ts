import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Scope } from '../../kit/http/api.ts'
import { hashOf } from '../identity/secret.ts'
import type { Work } from '../work.ts'

/** An access token, a refresh token and a code of OAuth. */
type Kind = 'zda' | 'zdr' | 'zdc'

export const newSecret = (kind: Kind): string => `${kind}_${randomBytes(32).toString('base64url')}`

/** The hash of a token of this kind, or undefined for any other text. */
export const hashOfToken = (kind: Kind, token: string): Buffer | undefined =>
  token.startsWith(`${kind}_`) && /^[\w-]{47}$/.test(token) ? hashOf(token) : undefined

const accessSeconds = 3_600
const refreshMs = 90 * 86_400_000

/** A connection has no more tokens of one kind than this: each refresh leaves a spent one behind. */
const mostKept = 100

export const Tokens = v.object({
  access_token: v.string(),
  token_type: v.literal('Bearer'),
  expires_in: v.number(),
  scope: v.string(),
  refresh_token: v.exactOptional(v.string()),
  issued_token_type: v.exactOptional(v.string()),
})

/** Gives a connection an access token of one hour and a refresh token of 90 days, and removes tokens of no more use. */
export async function issueTokens(
  { tx, caller: { userId }, now }: Work,
  connectionId: string,
  scopes: readonly Scope[],
  previous?: Buffer,
): Promise<Answer> {
  const [access, refresh] = [newSecret('zda'), newSecret('zdr')]
  const common = { user_id: userId, connection_id: connectionId }
  const expires_at = new Date(now.getTime() + accessSeconds * 1000)
  await tx`
    insert into identity.access_token ${tx({ ...common, hash: hashOf(access), scopes: [...scopes], expires_at })}`
  await tx`
    insert into identity.refresh_token ${tx({
      ...common,
      hash: hashOf(refresh),
      previous: previous ?? null,
      created_at: now,
      expires_at: new Date(now.getTime() + refreshMs),
    })}`
  await tx`
    delete from identity.access_token t where user_id = ${userId} and connection_id = ${connectionId} and hash not in (
      select hash from identity.access_token where user_id = ${userId} and connection_id = ${connectionId}
      order by expires_at desc limit ${mostKept})`
  await tx`
    delete from identity.refresh_token t where user_id = ${userId} and connection_id = ${connectionId}
      and hash is distinct from ${previous ?? null} and hash not in (
        select hash from identity.refresh_token where user_id = ${userId} and connection_id = ${connectionId}
        order by created_at desc limit ${mostKept})`
  return ok({
    access_token: access,
    token_type: 'Bearer',
    expires_in: accessSeconds,
    refresh_token: refresh,
    scope: scopes.join(' '),
  })
}
