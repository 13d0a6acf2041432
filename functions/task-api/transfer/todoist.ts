import { MAX_NOTES } from '../../domain/limits.ts'
import { isZone } from '../../domain/zone.ts'
import type { CsvRecord } from './csv-records.ts'
import { tagOf } from './field-text.ts'
import { type DateContext, type ReadWhen, type When, whenReader } from './read-when.ts'
import type { Row } from './rows.ts'

/** Every project that Todoist exports has these columns. */
export const isTodoist = (headings: string[]): boolean =>
  ['TYPE', 'CONTENT', 'PRIORITY'].every(name => headings.includes(name))

const ignoredColumns = ['RESPONSIBLE', 'DURATION']

/** A comment stands in a row below its task and becomes part of its notes. As here, priority 1 is the highest. */
export async function* todoistRows(
  headings: string[],
  records: AsyncIterable<CsvRecord>,
  context: DateContext,
): AsyncGenerator<Row> {
  const readWhen = whenReader(context)
  let task: Row | undefined
  for await (const { line, cells, broken } of records) {
    const cell = (name: string) => cells[headings.indexOf(name)]?.trim() ?? ''
    const place = { line }
    const type = cell('TYPE').toLowerCase()
    if (type === 'note' && task?.fields) {
      task.fields.notes = withComment(String(task.fields.notes), cell('CONTENT'))
      continue
    }
    if (task) yield task
    task = undefined
    if (broken) yield { place, faults: [{ path: '', message: broken }] }
    else if (type === 'task') task = taskRow(line, cells, cell, context.zone, readWhen)
    else if (type === 'section')
      yield { place, notTask: `is the section heading «${cell('CONTENT').slice(0, 100)}», not a task` }
    else if (type === 'meta') yield { place, notTask: 'is a project setting, not a task' }
    else if (type === 'note') yield { place, notTask: 'is a comment without a task' }
    else yield { place, faults: [{ path: 'TYPE', message: 'must be task, section, note or meta' }] }
  }
  if (task) yield task
}

function taskRow(
  line: number,
  cells: string[],
  cell: (name: string) => string,
  ownZone: string,
  readWhen: ReadWhen,
): Row {
  const { title, tags } = withoutLabels(cell('CONTENT'))
  const date = cell('DATE') || cell('DUE_DATE')
  const deadline = cell('DEADLINE')
  const zone = cell('TIMEZONE')
  const when = whenOf(date || deadline)
  const priority = cell('PRIORITY') || '4'
  const hasPriority = /^[1-4]$/.test(priority)
  const faults = [
    ...(typeof when === 'string' ? [{ path: date ? 'DATE' : 'DEADLINE', message: when }] : []),
    ...(hasPriority ? [] : [{ path: 'PRIORITY', message: 'must be 1, 2, 3 or 4' }]),
  ]
  return {
    place: { line },
    content: JSON.stringify(cells),
    fields: {
      title,
      notes: cell('DESCRIPTION'),
      ...(hasPriority && { priority: `P${priority}` }),
      tags,
      ...(typeof when === 'object' && { due: when.due, repeat: when.repeat ?? null }),
    },
    faults,
    remarks: [
      ...ignoredColumns.filter(name => cell(name) && cell(name) !== 'None').map(name => `${name} is not imported`),
      ...(date && deadline ? ['DEADLINE is not imported because the task has a date'] : []),
      ...(Number(cell('INDENT')) > 1 ? ['the link to its parent task is not imported'] : []),
    ],
  }

  function whenOf(text: string): When | string | undefined {
    if (!text) return undefined
    const locale = (cell('DATE_LANG') || cell('DUE_DATE_LANG') || 'en').slice(0, 10)
    return readWhen(text, { locale, zone: isZone(zone) ? zone : ownZone })
  }
}

/** Notes that are too long already stay as they are: a copy for each of 100,000 comments would take minutes. */
const withComment = (notes: string, comment: string): string =>
  notes.length > 2 * MAX_NOTES ? notes : [notes, comment].filter(Boolean).join('\n\n')

/** «Buy milk @home @shops». A star at the beginning means a task that cannot be completed, and is left out. */
function withoutLabels(content: string): { title: string; tags: string[] } {
  const tags = [...content.matchAll(/(?<=^|\s)@([^\s@]+)/g)].map(([, name = '']) => tagOf(name)).filter(Boolean)
  const title = content
    .replaceAll(/(?:^|(?<!\s)\s+)@[^\s@]+(?=\s|$)/g, '')
    .replace(/^\* /, '')
    .trim()
  return { title: title || content, tags }
}
