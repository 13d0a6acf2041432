import { fold } from '../../functions/domain/fold.ts'
import { tagKey } from '../../functions/domain/tag.ts'
import { addDays, weekdayOf } from '../../functions/domain/zone.ts'
import type { FilterQuery } from './filter.ts'
import type { LocalTask } from './local-task.ts'
import type { Moment } from './moment.ts'
import { isLate, whenDue } from './when-due.ts'

/** Whether a task meets every part of a query. Without a status the query means open tasks. */
export function passes(task: LocalTask, query: FilterQuery, moment: Moment, lingering: ReadonlySet<string>): boolean {
  const status = lingering.has(task.id) ? 'open' : task.status
  return (
    status === (query.status ?? 'open') &&
    (!query.priority?.length || query.priority.includes(task.priority)) &&
    hasTags(task, query) &&
    isDue(task, query.due, moment) &&
    (query.repeating === undefined || query.repeating === (task.repeat !== null)) &&
    (query.hasReminder === undefined || query.hasReminder === task.reminders.length > 0) &&
    hasText(task, query.text)
  )
}

function hasTags(task: LocalTask, { tags, tagMode }: FilterQuery): boolean {
  if (!tags?.length) return true
  const own = new Set(task.tags.map(tagKey))
  const has = (tag: string) => own.has(tagKey(tag))
  return tagMode === 'all' ? tags.every(has) : tags.some(has)
}

function isDue(task: LocalTask, due: FilterQuery['due'], { now, today, zone }: Moment): boolean {
  if (due === undefined) return true
  if (due === 'none') return task.due === null
  if (due === 'overdue') return isLate(task, now, today)
  const date = whenDue(task, zone)?.date
  if (date === undefined) return false
  if (due === 'today') return date === today
  const monday = addDays(today, 1 - weekdayOf(today))
  return monday <= date && date <= addDays(monday, 6)
}

function hasText(task: LocalTask, text: string | undefined): boolean {
  if (!text) return true
  const within = fold([task.title, task.notes, ...task.tags].join(' '))
  return fold(text)
    .split(/\s+/)
    .every(word => within.includes(word))
}
