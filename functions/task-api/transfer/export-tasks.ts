import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { findProfile } from '../identity/profile.ts'
import type { WorkDeps } from '../work.ts'
import { type Format, mediaTypes } from './formats.ts'
import { readAllTasks } from './read-all.ts'
import { streamed } from './stream.ts'
import { type About, writeJson } from './write-json.ts'

/** All tasks of a person as a file to keep. JSON is the backup: it also has what was deleted, and the profile. */
export async function exportTasks({ sql, now }: WorkDeps, caller: Caller, format: Format): Promise<Response> {
  const at = now()
  return streamed(await writer(), {
    'content-type': `${mediaTypes[format]}${format === 'json' ? '' : '; charset=utf-8'}`,
    'content-disposition': `attachment; filename="zerodue-${at.toISOString().slice(0, 10)}.${format}"`,
    'cache-control': 'no-store',
  })

  async function writer(): Promise<AsyncGenerator<string>> {
    const tasks = readAllTasks(sql, caller, { deleted: format === 'json' })
    // Loaded only by who wants them: they would double the start of this function.
    if (format === 'csv') return (await import('./write-csv.ts')).writeCsv(tasks)
    if (format === 'ics') {
      const [{ writeIcal }, { todoOf }] = await Promise.all([import('./write-ical.ts'), import('./write-todo.ts')])
      return writeIcal({ now: at, componentOf: task => todoOf(task, { alarms: true }) }, tasks)
    }
    return writeJson(await findAbout({ sql }, caller, at), tasks)
  }
}

const findAbout = ({ sql }: Pick<WorkDeps, 'sql'>, caller: Caller, at: Date): Promise<About> =>
  asCaller(sql, caller, async tx => {
    const { zone, locale, defaultReminder, quietHours, morning } = await findProfile(tx, caller.userId)
    const tags = await tx<{ name: string }[]>`select name from tasks.tag where user_id = ${caller.userId} order by key`
    return {
      exportedAt: at.toISOString(),
      profile: { zone, locale, defaultReminder, quietHours, morning },
      tags: tags.map(({ name }) => name),
    }
  })
