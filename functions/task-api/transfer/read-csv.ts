import { importRefused } from '../../domain/problems.ts'
import { invalidRequest } from '../../kit/core/problems.ts'
import { type Fault, Refused, refuse } from '../../kit/core/refusal.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { type Column, columnNames, columnOf, unescapeFormula } from './csv-columns.ts'
import { type CsvRecord, csvRecords } from './csv-records.ts'
import { readMomentText, tagOf } from './field-text.ts'
import { type DateContext, type ReadWhen, whenReader } from './read-when.ts'
import { fitting, mostColumnBytes } from './report.ts'
import { type ReadColumn, type ReadFile, type Row, withoutUndefined } from './rows.ts'
import { isTodoist, todoistRows } from './todoist.ts'

const mostColumns = 200

/** Reads an export of Zerodue or Todoist, or another table. `columns` says which column is which when headings do not. */
export function readCsv(text: string, context: DateContext, columns?: string): ReadFile {
  const chosen = columns === undefined ? undefined : chosenColumns(columns)
  let columnsRead: ReadColumn[] = []
  return { rows: rows(), columns: () => columnsRead }

  async function* rows(): AsyncGenerator<Row> {
    const records = csvRecords(text)
    const { value: first } = await records.next()
    if (!first || first.broken) throw refusedFile(first?.broken ?? 'has no headings')
    const headings = (first as CsvRecord).cells.map(heading => shorten(heading.trim(), 100))
    if (headings.length > mostColumns) throw refusedFile(`has more than ${mostColumns} columns`)
    if (!chosen && isTodoist(headings)) return yield* todoistRows(headings, records, context)

    const mapped = mapColumns(headings, chosen)
    columnsRead = readAs(headings, mapped)
    const readWhen = whenReader(context)
    for await (const record of records) yield rowOf(record, mapped, context.zone, readWhen)
  }
}

function mapColumns(headings: string[], chosen: Map<string, Column> | undefined): (Column | undefined)[] {
  const unknown = [...(chosen?.keys() ?? [])].filter(heading => !headings.includes(heading))
  if (unknown.length) throw refusedFile(`has no column «${shorten(String(unknown[0]), 60)}»`)
  const taken = new Set<Column>()
  const mapped = headings.map(heading => {
    const column = chosen ? chosen.get(heading) : columnOf(unescapeFormula(heading))
    return column && !taken.has(column) && taken.add(column) ? column : undefined
  })
  if (!taken.has('title'))
    throw refusedFile('has no column for the title: name it Title, or choose one with ?columns=', {
      columns: fitting(readAs(headings, mapped), mostColumnBytes),
    })
  return mapped
}

const readAs = (headings: string[], mapped: (Column | undefined)[]): ReadColumn[] =>
  headings.flatMap((heading, i) => (heading ? { heading, as: mapped[i] ?? null } : []))

function rowOf(
  { line, cells, broken }: CsvRecord,
  mapped: (Column | undefined)[],
  ownZone: string,
  readWhen: ReadWhen,
): Row {
  const place = { line }
  if (broken) return { place, faults: [{ path: '', message: broken }] }
  const named = new Map<Column, string>()
  for (const [i, column] of mapped.entries()) {
    const cell = cells[i]
    if (column && cell !== undefined) named.set(column, unescapeFormula(cell))
  }
  const { fields, faults } = readCells(named, ownZone, readWhen)
  const surplus = cells.slice(mapped.length).some(Boolean)
    ? [{ path: '', message: 'has more cells than there are headings' }]
    : []
  return { place, fields, faults: [...faults, ...surplus], content: JSON.stringify(cells.slice(0, mapped.length)) }
}

/** The cells of one row as fields of a task. An empty cell empties its field; without a column the field stays as it is. */
function readCells(
  cells: Map<Column, string>,
  ownZone: string,
  readWhen: ReadWhen,
): { fields: Record<string, unknown>; faults: Fault[] } {
  const faults: Fault[] = []
  const cell = (column: Column) => cells.get(column)
  const filled = (column: Column) => cell(column)?.trim() || undefined

  const fields = {
    id: filled('id'),
    title: cell('title'),
    notes: cell('notes'),
    status: statusOf(filled('status')),
    priority: priorityOf(filled('priority')),
    tags: cell('tags')?.split(',').map(tagOf).filter(Boolean),
    ...dueAndRepeat(),
    reminders: remindersOf(cell('reminders')),
    seriesId: filled('series'),
    occurrence: number('occurrence'),
    version: number('version'),
    createdAt: filled('created'),
    updatedAt: filled('updated'),
    completedAt: filled('completed'),
    skippedAt: filled('skipped'),
  }
  return { fields: withoutUndefined(fields), faults }

  function dueAndRepeat(): Record<string, unknown> {
    const zone = filled('zone') ?? ownZone
    const rule = filled('repeat')
    const start = filled('repeatStart')
    const repeat = rule && {
      rule,
      from: filled('repeatFrom')?.toLowerCase() ?? 'due',
      ...(start !== undefined && { start: readMomentText(start, zone) ?? start }),
      ...(filled('missed') !== undefined && { missed: number('missed') }),
    }
    const words = filled('due')
    if (words !== undefined) {
      const when = readWhen(words, { zone })
      if (typeof when === 'string') faults.push({ path: 'due', message: when })
      const { due = null, repeat: inWords = null } = typeof when === 'string' ? {} : when
      return { due, repeat: repeat ?? inWords }
    }
    const date = filled('dueDate')
    const time = filled('dueTime')
    if (date === undefined && time !== undefined)
      faults.push({ path: 'dueDate', message: 'is missing beside the time' })
    const hasDue = cells.has('dueDate') || cells.has('due')
    return {
      due: date === undefined ? (hasDue ? null : undefined) : { date, ...(time !== undefined && { time }), zone },
      repeat: repeat ?? (cells.has('repeat') ? null : undefined),
    }
  }

  function number(column: Column): number | string | undefined {
    const text = filled(column)
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : text
  }
}

const wordsForDone = new Set(['done', 'completed', 'complete', 'yes', 'true', '1', 'x'])
const wordsForOpen = new Set(['open', 'todo', 'to do', 'no', 'false', '0', 'needs-action', 'in progress'])

function statusOf(text: string | undefined): string | undefined {
  const word = text?.toLowerCase()
  if (word === undefined) return undefined
  if (wordsForDone.has(word)) return 'done'
  return wordsForOpen.has(word) ? 'open' : text
}

const priorityWords: Record<string, string> = {
  urgent: 'P1',
  high: 'P1',
  medium: 'P2',
  normal: 'P2',
  low: 'P3',
  none: 'P4',
}

const priorityOf = (text: string | undefined): string | undefined =>
  text && (/^[1-4]$/.test(text) ? `P${text}` : (priorityWords[text.toLowerCase()] ?? text.toUpperCase()))

/** JSON as in an export, or a list such as `PT30M, 2026-11-21T09:30:00Z`. */
function remindersOf(text: string | undefined): unknown {
  if (text === undefined) return undefined
  if (text.trim().startsWith('[')) {
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
  const words = text.split(/[\s,;]+/).filter(Boolean)
  return words.map(word => (word.startsWith('P') ? { before: word } : { at: word }))
}

/** `{"Name": "title", "When": "due"}` maps headings of the file to columns of ours. */
function chosenColumns(text: string): Map<string, Column> {
  const wrong = (message: string) =>
    new Refused(refuse(invalidRequest, { errors: [{ path: 'query.columns', message }] }))
  let map: unknown
  try {
    map = JSON.parse(text)
  } catch {
    throw wrong('must be JSON such as {"Name":"title"}')
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw wrong('must be an object')
  const entries = Object.entries(map)
  const stray = entries.find(([, column]) => !columnNames.includes(column))
  if (stray) throw wrong(`«${shorten(stray[0], 60)}» must be one of ${columnNames.join(', ')}`)
  return new Map(entries.map(([heading, column]) => [shorten(heading, 100), column as Column]))
}

const refusedFile = (message: string, more: { columns?: ReadColumn[] } = {}): Refused =>
  new Refused(
    refuse(importRefused, { detail: 'The table cannot be read.', errors: [{ path: 'line 1', message }], more }),
  )
