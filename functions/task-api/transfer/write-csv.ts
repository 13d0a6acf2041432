import { stringify } from 'csv-stringify/sync'
import type { Task } from '../../domain/task.ts'
import { guarded } from './csv-cells.ts'
import { columns } from './csv-columns.ts'

const all = Object.values(columns)

/** RFC 4180. The mark at the beginning is for Excel, which takes a file without it for another alphabet. */
export async function* writeCsv(batches: AsyncIterable<Task[]>): AsyncGenerator<string> {
  yield `\ufeff${lines([all.map(({ heading }) => heading)])}`
  for await (const tasks of batches)
    yield lines(tasks.map(task => all.map(({ cell }) => guarded(String(cell(task) ?? '')))))
}

const lines = (records: string[][]): string => stringify(records, { record_delimiter: 'windows' })
