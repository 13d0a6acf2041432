import type { Due } from '../domain/due.ts'
import { fold } from '../domain/fold.ts'
import type { Reminder } from '../domain/reminder.ts'
import { tagKey, tagWords } from '../domain/tag.ts'
import type { Priority, Repeat, Task } from '../domain/task.ts'
import { addDays, startOfDay } from '../domain/zone.ts'

export interface TaskRow {
  id: string
  version: number
  title: string
  notes: string
  status: Task['status']
  priority: number
  tags: string[]
  due_date: string | null
  due_time: string | null
  due_zone: string | null
  due_at: Date | null
  repeat: Repeat | null
  series_id: string
  occurrence: number
  reminders: Reminder[]
  created_at: Date
  updated_at: Date
  completed_at: Date | null
  skipped_at: Date | null
  deleted_at: Date | null
}

export const taskColumns = [
  'id', 'version', 'title', 'notes', 'status', 'priority', 'tags', 'due_date', 'due_time', 'due_zone', 'due_at', 'repeat',
  'series_id', 'occurrence', 'reminders', 'created_at', 'updated_at', 'completed_at', 'skipped_at', 'deleted_at',
] as const // biome-ignore format: one list, read as one

export const toTask = (row: TaskRow): Task => ({
  id: row.id,
  version: row.version,
  title: row.title,
  notes: row.notes,
  status: row.status,
  priority: `P${row.priority}` as Priority,
  tags: row.tags,
  due: toDue(row),
  dueAt: row.due_at?.toISOString() ?? null,
  repeat: row.repeat && toRepeat(row.repeat),
  seriesId: row.series_id,
  occurrence: row.occurrence,
  reminders: row.reminders,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  completedAt: row.completed_at?.toISOString() ?? null,
  ...(row.skipped_at && { skippedAt: row.skipped_at.toISOString() }),
  ...(row.deleted_at && { deletedAt: row.deleted_at.toISOString() }),
})

const toDue = ({ due_date, due_time, due_zone }: TaskRow): Due | null =>
  due_date && due_zone ? { date: due_date, ...(due_time && { time: due_time.slice(0, 5) }), zone: due_zone } : null

/** jsonb does not preserve the order of fields, and a replayed answer must equal a new one. */
const toRepeat = ({ rule, from, start: { date, time, zone }, missed }: Repeat): Repeat => ({
  rule,
  from,
  start: { date, ...(time && { time }), zone },
  ...(missed && { missed }),
})

export const toColumns = (task: Task) => ({
  version: task.version,
  title: task.title,
  notes: task.notes,
  status: task.status,
  priority: Number(task.priority.slice(1)),
  tags: task.tags,
  due_date: task.due?.date ?? null,
  due_time: task.due?.time ?? null,
  due_zone: task.due?.zone ?? null,
  due_at: task.dueAt,
  repeat: task.repeat,
  series_id: task.seriesId,
  occurrence: task.occurrence,
  reminders: task.reminders,
  created_at: task.createdAt,
  updated_at: task.updatedAt,
  completed_at: task.completedAt,
  skipped_at: task.skippedAt ?? null,
  deleted_at: task.deletedAt ?? null,
  due_order: dueOrder(task),
  title_order: fold(task.title).slice(0, 100).toWellFormed(),
  title_words: titleWords(task),
  notes_words: fold(task.notes),
  tag_keys: task.tags.map(tagLexeme),
})

/** The search index contains words and tags. The mark keeps the word «home» from finding the tag #home. */
export const tagLexeme = (name: string): string => `#${tagKey(name)}`

export const titleWords = (task: Task): string =>
  [fold(task.title), ...task.tags.map(tagWords)].filter(Boolean).join(' ')

/** When the task becomes overdue: its time, or the end of its day in its zone. */
function dueOrder({ due, dueAt }: Task): string {
  if (!due) return 'infinity'
  return dueAt ?? startOfDay(addDays(due.date, 1), due.zone).toISOString()
}
