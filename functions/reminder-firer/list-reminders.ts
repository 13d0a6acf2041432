import * as v from 'valibot'
import { Id } from '../domain/task.ts'
import type { Refusal } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import type { Answer } from '../kit/http/answer.ts'
import type { Caller } from '../kit/http/api.ts'
import { answerPage, paging } from '../kit/http/cursor.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import type { ReminderRow } from './reminder-row.ts'

/** A snoozed reminder is armed for the end of its snooze. */
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
export const listReminders = (
  { sql, cursorSecret }: ListDeps,
  caller: Caller,
  { cursor, limit, ...filter }: ListQuery,
): Promise<Answer | Refusal> =>
  answerPage({
    secret: cursorSecret,
    list: ['reminders', caller.userId, filter],
    limit,
    cursor,
    find: (after: Position | undefined, count) =>
      asCaller(sql, caller, tx => findPage(tx, caller.userId, filter, after, count)),
    positionOf: ({ at, task_id: taskId, id }) => ({ at: at.toISOString(), taskId, id }),
    toItem,
  })

function findPage(
  tx: Transaction,
  userId: string,
  { state, taskId }: Omit<ListQuery, keyof typeof paging>,
  after: Position | undefined,
  count: number,
) {
  const shown = tx`case when r.state = 'armed' and starts_with(r.key, 'snoozed ') then 'snoozed' else r.state end`
  return tx<ListedRow[]>`
    select r.*, t.task ->> 'title' as title, ${shown} as shown
    from reminders.reminder r join reminders.task t on (t.user_id, t.id) = (r.user_id, r.task_id)
    where r.user_id = ${userId}
      ${state === undefined ? tx`` : tx`and ${shown} = ${state}`}
      ${taskId === undefined ? tx`` : tx`and r.task_id = ${taskId}`}
      ${after ? tx`and (r.at, r.task_id, r.id) > (${after.at}, ${after.taskId}, ${after.id})` : tx``}
    order by r.at, r.task_id, r.id limit ${count}`
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
