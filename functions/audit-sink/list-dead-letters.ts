import * as v from 'valibot'
import { invalidCursor } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import { openCursor, paging, sealCursor } from '../kit/http/cursor.ts'
import type { Sql } from '../kit/postgres/connect.ts'

/** Without `waiting=false` only those that wait for somebody. */
export const LettersQuery = closed({
  waiting: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform(value => value === 'true'),
    ),
    'true',
  ),
  ...paging,
})

interface LetterRow {
  id: string
  attributes: Record<string, string>
  destination: string
  status: number
  reason: string
  failures: number
  waiting: boolean
  first_at: Date
  failed_at: Date
  replayed_at: Date | null
}

export interface ListDeps {
  sql: Sql
  cursorSecret: string
}

/** Newest first, of everybody, and without what people wrote. */
export async function listDeadLetters(
  { sql, cursorSecret }: ListDeps,
  { waiting, limit, cursor }: v.InferOutput<typeof LettersQuery>,
): Promise<Answer | Refusal> {
  const name = `dead letters ${waiting}`
  const position = cursor === undefined ? undefined : openCursor<{ before: string }>(cursorSecret, name, cursor)
  if (cursor !== undefined && !position) return refuse(invalidCursor)
  const rows = await sql<LetterRow[]>`
    select * from audit.list_dead_letters(${position?.before ?? null}, ${waiting}, ${limit + 1})`
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? sealCursor(cursorSecret, name, { before: last.id }) : null
  return ok({ items: page.map(shown), next })
}

const shown = ({ id, attributes, destination, status, reason, failures, waiting, ...at }: LetterRow) => ({
  id,
  event: {
    id: attributes.id ?? null,
    source: attributes.source ?? null,
    type: attributes.type ?? null,
    subject: attributes.subject ?? null,
    time: attributes.time ?? null,
  },
  destination,
  status,
  reason,
  failures,
  waiting,
  firstAt: at.first_at.toISOString(),
  failedAt: at.failed_at.toISOString(),
  replayedAt: at.replayed_at?.toISOString() ?? null,
})
