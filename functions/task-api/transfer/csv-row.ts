import type { Fault } from '../../kit/core/refusal.ts'
import type { Column } from './csv-columns.ts'
import { readMomentText } from './moment-text.ts'
import { readWhen, type Speaker } from './read-when.ts'
import { tagOf } from './tag-text.ts'

export interface Cells {
  given: Record<string, unknown>
  faults: Fault[]
}

/** The cells of one row as fields of a task. A column that is not there says nothing; an empty cell says «none». */
export function readCells(cells: Map<Column, string>, speaker: Speaker): Cells {
  const faults: Fault[] = []
  const cell = (column: Column) => cells.get(column)
  const filled = (column: Column) => cell(column)?.trim() || undefined
  const when = whenOf()

  const given = {
    id: filled('id'),
    title: cell('title'),
    notes: cell('notes'),
    status: statusOf(filled('status')),
    priority: priorityOf(filled('priority')),
    tags: cell('tags')?.split(',').map(tagOf).filter(Boolean),
    ...when,
    reminders: remindersOf(cell('reminders')),
    seriesId: filled('series'),
    occurrence: number('occurrence'),
    version: number('version'),
    createdAt: filled('created'),
    updatedAt: filled('updated'),
    completedAt: filled('completed'),
    skippedAt: filled('skipped'),
  }
  return { given: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), faults }

  function whenOf(): Record<string, unknown> {
    const zone = filled('zone') ?? speaker.zone
    const rule = filled('repeat')
    const start = filled('repeatStart')
    const repeat = rule && {
      rule,
      from: filled('repeatFrom')?.toLowerCase() ?? 'due',
      ...(start !== undefined && { start: readMomentText(start, zone) ?? start }),
      ...(filled('missed') !== undefined && { missed: number('missed') }),
    }
    const said = filled('due')
    if (said !== undefined) {
      const when = readWhen(said, { ...speaker, zone })
      if (!when) faults.push({ path: 'due', message: `«${said.slice(0, 60)}» is not a date that can be read` })
      return { due: when?.due ?? null, repeat: repeat ?? when?.repeat ?? null }
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

const endings = new Set(['done', 'completed', 'complete', 'yes', 'true', '1', 'x'])
const beginnings = new Set(['open', 'todo', 'to do', 'no', 'false', '0', 'needs-action', 'in progress'])

function statusOf(text: string | undefined): string | undefined {
  const word = text?.toLowerCase()
  if (word === undefined) return undefined
  if (endings.has(word)) return 'done'
  return beginnings.has(word) ? 'open' : text
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

/** As we write them, or simply `PT30M, 2026-11-21T09:30:00Z`. */
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
