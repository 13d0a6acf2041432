import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { tokenRevoked } from '../../domain/events/account-events.ts'
import { tokenCreated } from '../../domain/events/audit-events.ts'
import { tokenNotFound } from '../../domain/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { closed, inJson, list, text } from '../../kit/core/schema.ts'
import { type Answer, created, noContent, ok } from '../../kit/http/answer.ts'
import type { Caller, Once, Scope } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { reached } from '../quota.ts'
import type { Work } from '../work.ts'
import { hashOf, secretMaker } from './secret.ts'

export const Scopes = v.pipe(
  list(v.picklist(['read', 'write'], 'must be read or write'), { min: 1, max: 2 }),
  inJson(
    v.check<Scope[], string>(scopes => new Set(scopes).size === scopes.length, 'must not name a scope twice'),
    { uniqueItems: true },
  ),
)

export const NewToken = closed({ name: v.pipe(text(1, 100), v.trim(), v.minLength(1)), scopes: Scopes })
export type NewToken = v.InferOutput<typeof NewToken>

const common = {
  id: v.pipe(v.string(), v.uuid()),
  name: v.string(),
  scopes: Scopes,
  createdAt: v.string(),
  lastUsedAt: v.nullable(v.string()),
}
export const TokenPage = closed({ items: v.array(closed(common)), next: v.null() })
export const CreatedToken = closed({ ...common, token: v.string() })

/** The token with an id: the same at every call, so that the row can hold its hash and the answer can show it. */
export function tokenMaker(key: string, caller: Caller, once?: Once): (id: string) => string {
  const secretOf = secretMaker(key, 'api token', caller, once)
  return id => `zd_${secretOf(id)}`
}

export const isApiToken = (bearer: string): boolean => bearer.startsWith('zd_')

/** Creates a token. The answer does not contain it, because it is stored for the idempotency key: see `withSecret`. */
export async function createToken(
  { tx, caller, now, emit, quota }: Work,
  { name, scopes }: NewToken,
  tokenOf: (id: string) => string,
): Promise<Answer | Refusal> {
  const { userId } = caller
  await tx`select pg_advisory_xact_lock(hashtext('zerodue.token'), hashtext(${userId}))`
  const [row] = await tx<[{ count: number }]>`
    select count(*)::int from identity.api_token where user_id = ${userId}`
  if (row.count >= quota.maxTokens) return reached('tokens', quota.maxTokens)
  const id = newId()
  await tx`
    insert into identity.api_token (user_id, id, name, scopes, hash, created_at)
    values (${userId}, ${id}, ${name}, ${scopes}, ${hashOf(tokenOf(id))}, ${now})`
  await emit(tokenCreated, { time: now, data: { actor: caller.actor, tokenId: id, name, scopes } })
  return created({ id, name, scopes, createdAt: now.toISOString(), lastUsedAt: null })
}

export async function revokeToken({ tx, caller, now, emit }: Work, id: string): Promise<Answer | Refusal> {
  const rows = await tx`delete from identity.api_token where user_id = ${caller.userId} and id = ${id} returning id`
  if (!rows.length) return refuse(tokenNotFound)
  await emit(tokenRevoked, { time: now, data: { actor: caller.actor, tokenId: id, kind: 'api-token' } })
  return noContent
}

interface TokenRow {
  id: string
  name: string
  scopes: Scope[]
  created_at: Date
  last_used_at: Date | null
}

export async function listTokens(sql: Sql, caller: Caller): Promise<Answer> {
  const rows = await asCaller(
    sql,
    caller,
    tx => tx<TokenRow[]>`
      select id, name, scopes, created_at, last_used_at from identity.api_token
      where user_id = ${caller.userId} order by id`,
  )
  return ok({
    items: rows.map(({ id, name, scopes, created_at, last_used_at }) => ({
      id,
      name,
      scopes,
      createdAt: created_at.toISOString(),
      lastUsedAt: last_used_at?.toISOString() ?? null,
    })),
    next: null,
  })
}

interface OwnerRow {
  user_id: string
  id: string
  scopes: Scope[]
  created_at: Date
}

/** The owner of the token, limited to its scopes. The actor is the token itself. */
export async function findTokenCaller(sql: Sql, token: string, now: Date): Promise<Caller | undefined> {
  if (!/^zd_[\w-]{43}$/.test(token)) return undefined
  const [row] = await sql<OwnerRow[]>`select * from identity.use_api_token(${hashOf(token)}, ${now})`
  return row && { userId: row.user_id, actor: { kind: 'token', id: row.id }, scopes: row.scopes, since: row.created_at }
}
