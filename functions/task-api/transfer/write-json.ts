import type { Task } from '../../domain/task.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { findProfile } from '../identity/profile.ts'

/** The backup: the profile, the tags and the tasks as the API shows them, one task a line. */
export async function* writeJson(
  exportedAt: Date,
  profileAndTags: ProfileAndTags,
  batches: AsyncIterable<Task[]>,
): AsyncGenerator<string> {
  const head = JSON.stringify({ format: 'zerodue', version: 1, exportedAt, ...profileAndTags })
  yield `${head.slice(0, -1)},"tasks":[`
  let separator = '\n'
  for await (const tasks of batches) {
    yield separator + tasks.map(task => JSON.stringify(task)).join(',\n')
    separator = ',\n'
  }
  yield '\n]}\n'
}

type ProfileAndTags = Awaited<ReturnType<typeof findProfileAndTags>>

export const findProfileAndTags = (sql: Sql, caller: Caller) =>
  asCaller(sql, caller, async tx => {
    const { zone, locale, defaultReminder, quietHours, morning } = await findProfile(tx, caller.userId)
    const tags = await tx<{ name: string }[]>`select name from tasks.tag where user_id = ${caller.userId} order by key`
    return { profile: { zone, locale, defaultReminder, quietHours, morning }, tags: tags.map(({ name }) => name) }
  })
