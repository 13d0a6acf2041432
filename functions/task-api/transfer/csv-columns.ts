import type { Task } from '../../domain/task.ts'
import { momentText } from './field-text.ts'

/** The columns of an export in their order, each with its heading and the cell of a task. */
export const columns = {
  id: { heading: 'Id', cell: task => task.id },
  title: { heading: 'Title', cell: task => task.title },
  notes: { heading: 'Notes', cell: task => task.notes },
  status: { heading: 'Status', cell: task => task.status },
  priority: { heading: 'Priority', cell: task => task.priority },
  tags: { heading: 'Tags', cell: task => task.tags.join(', ') },
  dueDate: { heading: 'Due date', cell: task => task.due?.date },
  dueTime: { heading: 'Due time', cell: task => task.due?.time },
  zone: { heading: 'Time zone', cell: task => task.due?.zone },
  repeat: { heading: 'Repeat', cell: task => task.repeat?.rule },
  repeatFrom: { heading: 'Repeat from', cell: task => task.repeat?.from },
  repeatStart: { heading: 'Repeat start', cell: task => task.repeat && momentText(task.repeat.start) },
  missed: { heading: 'Missed', cell: task => task.repeat?.missed },
  reminders: { heading: 'Reminders', cell: task => (task.reminders.length ? JSON.stringify(task.reminders) : '') },
  series: { heading: 'Series', cell: task => task.seriesId },
  occurrence: { heading: 'Occurrence', cell: task => task.occurrence },
  version: { heading: 'Version', cell: task => task.version },
  created: { heading: 'Created', cell: task => task.createdAt },
  updated: { heading: 'Updated', cell: task => task.updatedAt },
  completed: { heading: 'Completed', cell: task => task.completedAt },
  skipped: { heading: 'Skipped', cell: task => task.skippedAt },
} as const satisfies Record<string, { heading: string; cell: (task: Task) => string | number | null | undefined }>

/** `due` is a column of other programs with date and time together, or a date in words. */
export type Column = keyof typeof columns | 'due'

/** Headings of other programs. */
const aliases: Record<string, Column> = {
  name: 'title',
  task: 'title',
  subject: 'title',
  summary: 'title',
  content: 'title',
  description: 'notes',
  note: 'notes',
  body: 'notes',
  labels: 'tags',
  categories: 'tags',
  due: 'due',
  deadline: 'due',
  date: 'due',
  zone: 'zone',
  timezone: 'zone',
  recurrence: 'repeat',
  rrule: 'repeat',
  done: 'status',
}

const byHeading = new Map<string, Column>([
  ...Object.entries(aliases),
  ...(Object.keys(columns) as (keyof typeof columns)[]).flatMap((name): [string, Column][] => [
    [name.toLowerCase(), name],
    [columns[name].heading.toLowerCase(), name],
  ]),
])

export const columnNames = [...Object.keys(columns), 'due'] as Column[]

export const columnOf = (heading: string): Column | undefined => byHeading.get(heading.trim().toLowerCase())

/**
 * Puts an apostrophe before a cell that a spreadsheet would run as a formula, as a person would. A cell that begins with
 * apostrophes and a formula gets one more, so that `unescapeFormula` restores every cell.
 */
export const escapeFormula = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell)

export const unescapeFormula = (cell: string): string => (escapedFormula.test(cell) ? cell.slice(1) : cell)

const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
const escapedFormula = /^'+[=+\-@\t\r\n＝＋－＠]/
