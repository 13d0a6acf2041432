import type { Task } from '../../domain/task.ts'
import { momentText } from './moment-text.ts'

/** The columns of an export, in order: the heading, and what the task has there. */
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

/** `due` is for files that have date and time, or words, in one column. */
export type Column = keyof typeof columns | 'due'

/** What other programs call them. */
const others: Record<string, Column> = {
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

const known = new Map<string, Column>([
  ...Object.entries(others),
  ...(Object.keys(columns) as (keyof typeof columns)[]).flatMap((name): [string, Column][] => [
    [name.toLowerCase(), name],
    [columns[name].heading.toLowerCase(), name],
  ]),
])

export const columnNames = [...Object.keys(columns), 'due'] as Column[]

export const columnOf = (heading: string): Column | undefined => known.get(heading.trim().toLowerCase())
