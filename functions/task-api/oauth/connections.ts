import * as v from 'valibot'
import { tokenRevoked } from '../../domain/events/account-events.ts'
import { Instant } from '../../domain/instant.ts'
import { connectionNotFound } from '../../domain/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { type Answer, noContent, ok } from '../../kit/http/answer.ts'
import type { Caller, Scope } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { Scopes } from '../identity/tokens.ts'
import type { Work } from '../work.ts'

const Connection = closed({
  id: v.pipe(v.string(), v.uuid()),
  clientId: v.string(),
  name: v.string(),
  uri: v.nullable(v.string()),
  scopes: Scopes,
  createdAt: Instant,
  lastUsedAt: v.nullable(Instant),
})
export const ConnectionPage = closed({ items: v.array(Connection), next: v.null() })

interface ConnectionRow {
  id: string
  clientId: string
  name: string
  uri: string | null
  scopes: Scope[]
  createdAt: Date
  lastUsedAt: Date | null
}

export async function listConnections(sql: Sql, caller: Caller): Promise<Answer> {
  const rows = await asCaller(
    sql,
    caller,
    tx => tx<ConnectionRow[]>`
      select id, client_id as "clientId", name, uri, scopes, created_at as "createdAt", last_used_at as "lastUsedAt"
      from identity.connection where user_id = ${caller.userId} order by created_at desc, id`,
  )
  const items = rows.map(row => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }))
  return ok({ items, next: null })
}

/** Ends a connection with all its tokens. A token that was exchanged before lives for another five minutes at most. */
export async function endConnection({ tx, caller, now, emit }: Work, id: string): Promise<Answer | Refusal> {
  const rows = await tx`
    delete from identity.connection where user_id = ${caller.userId} and id = ${id} returning id`
  if (!rows.length) return refuse(connectionNotFound)
  await emit(tokenRevoked, { time: now, data: { actor: caller.actor, tokenId: id, kind: 'connection' } })
  return noContent
}
