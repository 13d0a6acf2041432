import * as v from 'valibot'
import type { Refusal } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import type { Answer } from '../kit/http/answer.ts'
import { answerPage, paging } from '../kit/http/cursor.ts'
import type { Sql } from '../kit/postgres/connect.ts'

/** `waiting=false` also lists the dead letters that were replayed. */
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

/** The newest first, of all people, and without what they wrote. */
export const listDeadLetters = (
  { sql, cursorSecret }: ListDeps,
  { waiting, limit, cursor }: v.InferOutput<typeof LettersQuery>,
): Promise<Answer | Refusal> =>
  answerPage({
    secret: cursorSecret,
    list: ['dead letters', waiting],
    limit,
    cursor,
    find: (position: { before: string } | undefined, count) => sql<LetterRow[]>`
      select * from audit.list_dead_letters(${position?.before ?? null}, ${waiting}, ${count})`,
    positionOf: ({ id }) => ({ before: id }),
    toItem,
  })

const toItem = ({ id, attributes, destination, status, reason, failures, waiting, ...at }: LetterRow) => ({
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
