import type { Caller } from '../../kit/http/api.ts'
import type { WorkDeps } from '../work.ts'
import { type Format, mediaTypes } from './formats.ts'
import { readAllTasks, streamResponse } from './stream-tasks.ts'
import { findProfileAndTags, writeJson } from './write-json.ts'

/** All tasks of a person as a file. JSON is the backup: it also contains deleted tasks and the profile. */
export async function exportTasks({ sql, now }: WorkDeps, caller: Caller, format: Format): Promise<Response> {
  const at = now()
  return streamResponse(await writer(), {
    'content-type': `${mediaTypes[format]}${format === 'json' ? '' : '; charset=utf-8'}`,
    'content-disposition': `attachment; filename="zerodue-${at.toISOString().slice(0, 10)}.${format}"`,
    'cache-control': 'no-store',
  })

  async function writer(): Promise<AsyncGenerator<string>> {
    const tasks = readAllTasks(sql, caller, { deleted: format === 'json' })
    // Imported late: these modules would double the start of this function.
    if (format === 'csv') return (await import('./write-csv.ts')).writeCsv(tasks)
    if (format === 'json') return writeJson(at, await findProfileAndTags(sql, caller), tasks)
    const { todoOf, writeIcal } = await import('./write-ical.ts')
    return writeIcal({ now: at, componentOf: task => todoOf(task, { alarms: true }) }, tasks)
  }
}
