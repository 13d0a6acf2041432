import type { Task } from '../../domain/task.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { type TaskRow, taskColumns, toTask } from '../task-row.ts'

const batchSize = 500
const smallestId = '00000000-0000-0000-0000-000000000000'

export interface Which {
  /** Deleted tasks can be restored for a while: a backup has them, a list for other programs does not. */
  deleted?: boolean
  /** Only what stands in a calendar: open tasks with a date. */
  dated?: boolean
}

/**
 * All tasks in the order of their ids, a batch at a time. Each batch is a query of its own that begins after the last
 * id, so that no connection waits for a slow reader, and what changes meanwhile is neither skipped nor repeated.
 */
export async function* readAllTasks(sql: Sql, caller: Pick<Caller, 'userId'>, which: Which): AsyncGenerator<Task[]> {
  let after = smallestId
  for (;;) {
    const tasks = await findTasksAfter(sql, caller, after, which)
    if (tasks.length) yield tasks
    const last = tasks.at(-1)
    if (!last || tasks.length < batchSize) return
    after = last.id
  }
}

const findTasksAfter = (
  sql: Sql,
  caller: Pick<Caller, 'userId'>,
  after: string,
  { deleted, dated }: Which,
): Promise<Task[]> =>
  asCaller(sql, caller, async tx => {
    const rows = await tx<TaskRow[]>`
      select ${tx(taskColumns)} from tasks.task
      where user_id = ${caller.userId} and id > ${after}
        ${deleted ? tx`` : tx`and deleted_at is null`}
        ${dated ? tx`and status = 'open' and due_date is not null` : tx``}
      order by id limit ${batchSize}`
    return rows.map(toTask)
  })
