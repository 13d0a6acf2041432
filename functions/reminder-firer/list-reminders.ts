import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { Id } from '../domain/task.ts'
import { invalidCursor } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import type { Caller } from '../kit/http/api.ts'
import { openCursor, paging, sealCursor } from '../kit/http/cursor.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import type { ReminderRow } from './reminder-row.ts'

/** `snoozed` is armed too, but for the moment that it was put off to. */
export const State = v.picklist(['armed', 'snoozed', 'fired', 'passed'])

export const ListQuery = closed({ state: v.exactOptional(State), taskId: v.exactOptional(Id), ...paging })
type ListQuery = v.InferOutput<typeof ListQuery>

interface Position {
  at: string
  taskId: string
  id: string
}

type ListedRow = ReminderRow & { title: string; shown: v.InferOutput<typeof State> }

export interface ListDeps {
  sql: Sql
  cursorSecret: string
}

/** In the order in which they fire or fired. */
export async function listReminders(
  { sql, cursorSecret }: ListDeps,
  caller: Caller,
  { cursor, limit, ...filter }: ListQuery,
): Promise<Answer | Refusal> {
  const list = createHash('sha256')
    .update(JSON.stringify(['reminders', caller.userId, filter]))
    .digest('base64url')
  const after = cursor === undefined ? undefined : openCursor<Position>(cursorSecret, list, cursor)
  if (cursor !== undefined && !after) return refuse(invalidCursor)
  const rows = await asCaller(sql, caller, tx => findPage(tx, caller.userId, { ...filter, limit }, after))
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  const next = last && sealCursor(cursorSecret, list, { at: last.at.toISOString(), taskId: last.task_id, id: last.id })
  return ok({ items: page.map(toItem), next: next ?? null })
}

function findPage(
  tx: Transaction,
  userId: string,
  { state, taskId, limit }: Omit<ListQuery, 'cursor'>,
  after: Position | undefined,
) {
  const shown = tx`case when r.state = 'armed' and starts_with(r.key, 'snoozed ') then 'snoozed' else r.state end`
  return tx<ListedRow[]>`
    select r.*, t.task ->> 'title' as title, ${shown} as shown
    from reminders.reminder r join reminders.task t on (t.user_id, t.id) = (r.user_id, r.task_id)
    where r.user_id = ${userId}
      ${state === undefined ? tx`` : tx`and ${shown} = ${state}`}
      ${taskId === undefined ? tx`` : tx`and r.task_id = ${taskId}`}
      ${after ? tx`and (r.at, r.task_id, r.id) > (${after.at}, ${after.taskId}, ${after.id})` : tx``}
    order by r.at, r.task_id, r.id limit ${limit + 1}`
}

const toItem = (row: ListedRow) => ({
  taskId: row.task_id,
  id: row.id,
  title: row.title,
  state: row.shown,
  moment: row.moment.toISOString(),
  at: row.at.toISOString(),
  times: row.times,
  ...(row.fired_at && { firedAt: row.fired_at.toISOString(), late: row.late }),
  ...(row.shown === 'snoozed' && { snoozedUntil: row.moment.toISOString() }),
})
