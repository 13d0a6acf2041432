import { stringify } from 'csv-stringify/sync'
import type { Task } from '../../domain/task.ts'
import { columns, escapeFormula } from './csv-columns.ts'

const all = Object.values(columns)

/** RFC 4180. Excel recognizes UTF-8 only by the byte order mark at the beginning. */
export async function* writeCsv(batches: AsyncIterable<Task[]>): AsyncGenerator<string> {
  yield `\ufeff${lines([all.map(({ heading }) => heading)])}`
  for await (const tasks of batches)
    yield lines(tasks.map(task => all.map(({ cell }) => escapeFormula(String(cell(task) ?? '')))))
}

const lines = (records: string[][]): string => stringify(records, { record_delimiter: 'windows' })
