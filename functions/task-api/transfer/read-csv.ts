import { importRefused } from '../../domain/problems.ts'
import { invalidRequest } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import { unguarded } from './csv-cells.ts'
import { type Column, columnNames, columnOf } from './csv-columns.ts'
import { type CsvRecord, csvRecords } from './csv-records.ts'
import { readCells } from './csv-row.ts'
import type { Speaker } from './read-when.ts'
import { type ReadColumn, type ReadFile, type Row, shortened } from './row.ts'
import { isTodoist, todoistRows } from './todoist.ts'

const mostColumns = 200

/** The tasks of a table: one of ours, one of Todoist, or any whose headings are known or are told by `columns`. */
export function readCsv(text: string, speaker: Speaker, columns?: string): ReadFile {
  const chosen = columns === undefined ? undefined : chosenColumns(columns)
  let read: ReadColumn[] = []
  return { rows: rows(), columns: () => read }

  async function* rows(): AsyncGenerator<Row> {
    const records = csvRecords(text)
    const { value: first } = await records.next()
    if (!first || first.broken) throw refusedFile(first?.broken ?? 'has no headings')
    const headings = (first as CsvRecord).cells.map(heading => shortened(heading.trim(), 100))
    if (headings.length > mostColumns) throw refusedFile(`has more than ${mostColumns} columns`)
    if (!chosen && isTodoist(headings)) return yield* todoistRows(headings, records, speaker)

    const mapped = mapColumns(headings, chosen)
    read = readAs(headings, mapped)
    for await (const record of records) yield rowOf(record, mapped, speaker)
  }
}

function mapColumns(headings: string[], chosen: Map<string, Column> | undefined): (Column | undefined)[] {
  const unknown = [...(chosen?.keys() ?? [])].filter(heading => !headings.includes(heading))
  if (unknown.length) throw refusedFile(`has no column «${shortened(String(unknown[0]), 60)}»`)
  const taken = new Set<Column>()
  const mapped = headings.map(heading => {
    const column = chosen ? chosen.get(heading) : columnOf(unguarded(heading))
    return column && !taken.has(column) && taken.add(column) ? column : undefined
  })
  if (!taken.has('title'))
    throw refusedFile('has no column for the title: name it Title, or say by ?columns= which it is', {
      columns: readAs(headings, mapped),
    })
  return mapped
}

const readAs = (headings: string[], mapped: (Column | undefined)[]): ReadColumn[] =>
  headings.flatMap((heading, i) => (heading ? { heading, as: mapped[i] ?? null } : []))

function rowOf({ line, cells, broken }: CsvRecord, mapped: (Column | undefined)[], speaker: Speaker): Row {
  const place = { line }
  if (broken) return { place, faults: [{ path: '', message: broken }] }
  const named = new Map<Column, string>()
  for (const [i, column] of mapped.entries()) {
    const cell = cells[i]
    if (column && cell !== undefined) named.set(column, unguarded(cell))
  }
  const { given, faults } = readCells(named, speaker)
  const surplus = cells.slice(mapped.length).some(Boolean)
    ? [{ path: '', message: 'has more cells than the headings' }]
    : []
  return { place, given, faults: [...faults, ...surplus], content: JSON.stringify(cells.slice(0, mapped.length)) }
}

/** `{"Name": "title", "When": "due"}`: which column of the file is which of ours. */
function chosenColumns(text: string): Map<string, Column> {
  const wrong = (message: string) =>
    new Refused(refuse(invalidRequest, { errors: [{ path: 'query.columns', message }] }))
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw wrong('must be JSON such as {"Name":"title"}')
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrong('must be an object')
  const entries = Object.entries(given)
  const stray = entries.find(([, column]) => !columnNames.includes(column))
  if (stray) throw wrong(`«${shortened(stray[0], 60)}» must be one of ${columnNames.join(', ')}`)
  return new Map(entries.map(([heading, column]) => [shortened(heading, 100), column as Column]))
}

const refusedFile = (message: string, more: { columns?: ReadColumn[] } = {}): Refused =>
  new Refused(
    refuse(importRefused, { detail: 'The table cannot be read.', errors: [{ path: 'line 1', message }], more }),
  )
