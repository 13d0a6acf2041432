import * as v from 'valibot'
import { Instant } from '../../domain/instant.ts'
import { feedNotFound } from '../../domain/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { type Answer, created, noContent, ok } from '../../kit/http/answer.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { hashOf } from '../identity/secret.ts'
import type { Work } from '../work.ts'

/** The address is not part of it: only its hash is stored. */
export const CalendarState = closed({ createdAt: v.nullable(Instant) })
export const MadeCalendar = closed({ createdAt: Instant, url: v.pipe(v.string(), v.url()) })

export async function findCalendar(sql: Sql, caller: Caller): Promise<Answer> {
  const [row] = await asCaller(
    sql,
    caller,
    tx => tx<{ created_at: Date }[]>`select created_at from identity.calendar where user_id = ${caller.userId}`,
  )
  return ok({ createdAt: row?.created_at.toISOString() ?? null })
}

/** Creates the calendar or replaces its address. The old address stops working. */
export async function renewCalendar({ tx, caller, now }: Work, secret: string): Promise<Answer> {
  await tx`
    insert into identity.calendar (user_id, secret_hash, created_at)
    values (${caller.userId}, ${hashOf(secret)}, ${now})
    on conflict (user_id) do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at`
  return created({ createdAt: now.toISOString() })
}

export async function removeCalendar({ tx, caller }: Work): Promise<Answer | Refusal> {
  const rows = await tx`delete from identity.calendar where user_id = ${caller.userId} returning user_id`
  return rows.length ? noContent : refuse(feedNotFound)
}
