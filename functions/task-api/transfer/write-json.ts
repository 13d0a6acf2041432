import type { Task } from '../../domain/task.ts'
import type { Profile } from '../identity/profile.ts'

export interface About {
  exportedAt: string
  profile: Pick<Profile, 'zone' | 'locale' | 'defaultReminder' | 'quietHours' | 'morning'>
  tags: string[]
}

/** Everything of a person, as the API shows it, one task a line. */
export async function* writeJson(about: About, batches: AsyncIterable<Task[]>): AsyncGenerator<string> {
  const { exportedAt, profile, tags } = about
  const head = JSON.stringify({ format: 'zerodue', version: 1, exportedAt, profile, tags })
  yield `${head.slice(0, -1)},"tasks":[`
  let separator = '\n'
  for await (const tasks of batches) {
    yield tasks.map(task => separatorBefore() + JSON.stringify(task)).join('')
  }
  yield '\n]}\n'

  function separatorBefore(): string {
    const before = separator
    separator = ',\n'
    return before
  }
}
