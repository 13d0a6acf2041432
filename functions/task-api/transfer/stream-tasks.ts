import type { Task } from '../../domain/task.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { type TaskRow, taskColumns, toTask } from '../task-row.ts'

const batchSize = 500
const smallestId = '00000000-0000-0000-0000-000000000000'

interface Which {
  /** Deleted tasks too. They can be restored for a while, so a backup contains them. */
  deleted?: boolean
  /** Only the tasks that a calendar shows: open tasks with a date. */
  dated?: boolean
}

/**
 * All tasks in the order of their ids, in batches. Each batch is its own query that begins after the last id, so that no
 * connection waits for a slow reader, and a change in between neither skips nor repeats a task.
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

/** A response that is written while the client reads it: only one piece is in memory, and none when the client stops. */
export function streamResponse(pieces: AsyncGenerator<string>, headers: Record<string, string>): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers })
}
