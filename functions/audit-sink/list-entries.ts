import * as v from 'valibot'
import { Instant } from '../domain/instant.ts'
import { Id } from '../domain/task.ts'
import type { Refusal } from '../kit/core/refusal.ts'
import { closed, text } from '../kit/core/schema.ts'
import type { Answer } from '../kit/http/answer.ts'
import type { Caller } from '../kit/http/api.ts'
import { answerPage, paging } from '../kit/http/cursor.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { type ContentRow, toContent } from './entry.ts'

/** `actor` is a kind, such as `token`, or an id. The events happened at `from` or later, and before `to`. */
export const ListQuery = closed({
  taskId: v.exactOptional(Id),
  type: v.exactOptional(text(1, 512)),
  actor: v.exactOptional(text(1, 512)),
  from: v.exactOptional(Instant),
  to: v.exactOptional(Instant),
  ...paging,
})
type ListQuery = v.InferOutput<typeof ListQuery>

export interface EntryRow extends ContentRow {
  seq: string
  digest: Buffer
  previous_hash: Buffer
  hash: Buffer
}

export const entryColumns = (tx: Transaction) => tx`
  seq, digest, previous_hash, hash, salt, id, source, type, task_id, time, actor_kind, actor_id, data::text as data`

/** Newest first. */
export const listEntries = (
  { sql, cursorSecret }: { sql: Sql; cursorSecret: string },
  caller: Caller,
  { cursor, limit, ...filter }: ListQuery,
): Promise<Answer | Refusal> =>
  answerPage({
    secret: cursorSecret,
    list: ['audit', caller.userId, filter],
    limit,
    cursor,
    find: (position: Position | undefined, count) =>
      asCaller(sql, caller, tx => findPage(tx, caller.userId, filter, position, count)),
    positionOf: ({ seq }) => ({ before: seq }),
    toItem,
  })

interface Position {
  before: string
}

function findPage(
  tx: Transaction,
  userId: string,
  { taskId, type, actor, from, to }: Omit<ListQuery, keyof typeof paging>,
  position: Position | undefined,
  count: number,
) {
  const conditions = [
    tx`user_id = ${userId}`,
    ...(position ? [tx`seq < ${position.before}`] : []),
    ...(taskId === undefined ? [] : [tx`task_id = ${taskId}`]),
    ...(type === undefined ? [] : [tx`type = ${type}`]),
    ...(actor === undefined ? [] : [tx`(actor_kind = ${actor} or actor_id = ${actor})`]),
    ...(from === undefined ? [] : [tx`time >= ${from}`]),
    ...(to === undefined ? [] : [tx`time < ${to}`]),
  ]
  return tx<EntryRow[]>`
    select ${entryColumns(tx)} from audit.entry
    where ${conditions.reduce((all, one) => tx`${all} and ${one}`)}
    order by seq desc limit ${count}`
}

/** An entry without content is left out of the list; verifying the chain names it. */
function toItem(row: EntryRow) {
  const content = toContent(row)
  if (!content) return undefined
  const { id, source, type, taskId, time, actor, data } = content
  return {
    seq: Number(row.seq),
    id,
    source,
    type,
    taskId,
    time,
    actor,
    data: JSON.parse(data) as unknown,
    hash: row.hash.toString('hex'),
    previousHash: row.previous_hash.toString('hex'),
  }
}
