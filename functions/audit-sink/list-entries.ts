import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { Instant } from '../domain/instant.ts'
import { Id } from '../domain/task.ts'
import { invalidCursor } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed, text } from '../kit/core/schema.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import type { Caller } from '../kit/http/api.ts'
import { openCursor, paging, sealCursor } from '../kit/http/cursor.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { type Content, type ContentRow, toContent } from './entry.ts'

/** `actor` is a kind, such as `token`, or the id of one. `from` and `to` are of the moment it happened: `to` is not in it. */
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

/** Newest first. Pages go by the number of an entry: what arrives in between neither repeats nor moves another. */
export async function listEntries(
  { sql, cursorSecret }: { sql: Sql; cursorSecret: string },
  caller: Caller,
  query: ListQuery,
): Promise<Answer | Refusal> {
  const { cursor, limit, ...list } = query
  const name = createHash('sha256')
    .update(JSON.stringify(['audit', caller.userId, list]))
    .digest('base64url')
  const position = cursor === undefined ? undefined : openCursor<{ before: string }>(cursorSecret, name, cursor)
  if (cursor !== undefined && !position) return refuse(invalidCursor)

  const rows = await asCaller(sql, caller, tx => findPage(tx, caller.userId, query, position?.before))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? sealCursor(cursorSecret, name, { before: last.seq }) : null
  return ok({ items: page.flatMap(toItem), next })
}

function findPage(tx: Transaction, userId: string, query: ListQuery, before: string | undefined) {
  const { taskId, type, actor, from, to, limit } = query
  const conditions = [
    tx`user_id = ${userId}`,
    ...(before === undefined ? [] : [tx`seq < ${before}`]),
    ...(taskId === undefined ? [] : [tx`task_id = ${taskId}`]),
    ...(type === undefined ? [] : [tx`type = ${type}`]),
    ...(actor === undefined ? [] : [tx`(actor_kind = ${actor} or actor_id = ${actor})`]),
    ...(from === undefined ? [] : [tx`time >= ${from}`]),
    ...(to === undefined ? [] : [tx`time < ${to}`]),
  ]
  return tx<EntryRow[]>`
    select ${entryColumns(tx)} from audit.entry
    where ${conditions.reduce((all, one) => tx`${all} and ${one}`)}
    order by seq desc limit ${limit + 1}`
}

/** An entry that somebody has emptied is nothing to show; verifying names it. */
function toItem(row: EntryRow) {
  const content = toContent(row)
  return content ? [shown(row, content)] : []
}

const shown = ({ seq, hash, previous_hash }: EntryRow, { id, source, type, taskId, time, actor, data }: Content) => ({
  seq: Number(seq),
  id,
  source,
  type,
  taskId,
  time,
  actor,
  data: JSON.parse(data) as unknown,
  hash: hash.toString('hex'),
  previousHash: previous_hash.toString('hex'),
})
