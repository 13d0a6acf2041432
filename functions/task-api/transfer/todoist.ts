import { isZone } from '../../domain/zone.ts'
import type { CsvRecord } from './csv-records.ts'
import { readWhen, type Speaker, type When } from './read-when.ts'
import type { Row } from './row.ts'
import { tagOf } from './tag-text.ts'

/** What a project exported from Todoist begins with. */
export const isTodoist = (headings: string[]): boolean =>
  ['TYPE', 'CONTENT', 'PRIORITY'].every(name => headings.includes(name))

const unkept = ['RESPONSIBLE', 'DURATION']

/** Tasks with the comments in the rows below them. Its priorities count as ours do: 1 is the highest. */
export async function* todoistRows(
  headings: string[],
  records: AsyncIterable<CsvRecord>,
  speaker: Speaker,
): AsyncGenerator<Row> {
  let task: Row | undefined
  for await (const { line, cells, broken } of records) {
    const cell = (name: string) => cells[headings.indexOf(name)]?.trim() ?? ''
    const place = { line }
    const type = cell('TYPE').toLowerCase()
    if (type === 'note' && task?.given) {
      const notes = [task.given.notes, cell('CONTENT')].filter(Boolean).join('\n\n')
      task = { ...task, given: { ...task.given, notes } }
      continue
    }
    if (task) yield task
    task = undefined
    if (broken) yield { place, faults: [{ path: '', message: broken }] }
    else if (type === 'task') task = taskRow(line, cells, cell, speaker)
    else if (type === 'section')
      yield { place, notTask: `is the heading «${cell('CONTENT').slice(0, 100)}», which is not kept` }
    else if (type === 'meta') yield { place, notTask: 'is a setting of the project' }
    else if (type === 'note') yield { place, notTask: 'is a comment on no task' }
    else yield { place, faults: [{ path: 'TYPE', message: 'must be task, section, note or meta' }] }
  }
  if (task) yield task
}

function taskRow(line: number, cells: string[], cell: (name: string) => string, speaker: Speaker): Row {
  const { title, tags } = withoutLabels(cell('CONTENT'))
  const date = cell('DATE') || cell('DUE_DATE')
  const deadline = cell('DEADLINE')
  const zone = cell('TIMEZONE')
  const when = whenOf(date || deadline)
  const priority = cell('PRIORITY') || '4'
  const hasPriority = /^[1-4]$/.test(priority)
  const faults = [
    ...(when === 'unread'
      ? [
          {
            path: date ? 'DATE' : 'DEADLINE',
            message: `«${(date || deadline).slice(0, 60)}» is not a date that can be read`,
          },
        ]
      : []),
    ...(hasPriority ? [] : [{ path: 'PRIORITY', message: 'must be 1, 2, 3 or 4' }]),
  ]
  return {
    place: { line },
    content: JSON.stringify(cells),
    given: {
      title,
      notes: cell('DESCRIPTION'),
      ...(hasPriority && { priority: `P${priority}` }),
      tags,
      ...(typeof when === 'object' && { due: when.due, repeat: when.repeat ?? null }),
    },
    faults,
    remarks: [
      ...unkept.filter(name => cell(name) && cell(name) !== 'None').map(name => `${name} is not kept`),
      ...(date && deadline ? ['DEADLINE is not kept beside a date'] : []),
      ...(Number(cell('INDENT')) > 1 ? ['that it belongs to another task is not kept'] : []),
    ],
  }

  function whenOf(text: string): When | 'unread' | undefined {
    if (!text) return undefined
    const locale = cell('DATE_LANG') || cell('DUE_DATE_LANG') || 'en'
    return readWhen(text, { ...speaker, locale, zone: isZone(zone) ? zone : speaker.zone }) ?? 'unread'
  }
}

/** «Buy milk @home @shops»; a star at the beginning makes a task that cannot be ticked, which we do not have. */
function withoutLabels(content: string): { title: string; tags: string[] } {
  const tags = [...content.matchAll(/(?<=^|\s)@([^\s@]+)/g)].map(([, name = '']) => tagOf(name)).filter(Boolean)
  const title = content
    .replaceAll(/(?:^|\s+)@[^\s@]+(?=\s|$)/g, '')
    .replace(/^\* /, '')
    .trim()
  return { title: title || content, tags }
}
