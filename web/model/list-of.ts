import { addDays } from '../../functions/domain/zone.ts'
import type { Filter, FilterQuery } from './filter.ts'
import type { LocalTask } from './local-task.ts'
import type { Moment } from './moment.ts'
import { compareDone, compareDue } from './order.ts'
import { passes } from './passes.ts'
import type { ListPlace, ScreenPlace } from './place.ts'
import { isLate, whenDue } from './when-due.ts'

/** A part of a list. `day` is set where all tasks are due on that day. */
export interface Section {
  key: string
  kind: 'overdue' | 'today' | 'day' | 'later' | 'plain'
  day?: string
  tasks: LocalTask[]
}

/** The sections of a list. A task in `lingering` was just completed and stays where it was. */
export function listOf(
  place: ListPlace | ScreenPlace,
  tasks: Iterable<LocalTask>,
  filters: readonly Filter[],
  moment: Moment,
  lingering: ReadonlySet<string>,
): Section[] {
  const isOpen = (task: LocalTask) => task.status === 'open' || lingering.has(task.id)
  const open = () => [...tasks].filter(isOpen)
  const byDue = (all: LocalTask[]) => plain(all, compareDue(moment.zone))
  switch (place.at) {
    case 'today':
      return todayOf(open(), moment, lingering)
    case 'upcoming':
      return byDay(
        open().filter(task => (whenDue(task, moment.zone)?.date ?? '') > moment.today),
        moment,
      )
    case 'overdue':
      return byDue(open().filter(task => wasLate(task, moment, lingering)))
    case 'no-date':
      return byDue(open().filter(task => !task.due))
    case 'done':
      return plain(
        [...tasks].filter(task => task.status === 'done'),
        compareDone,
      )
    case 'tag':
      return byDue(open().filter(task => task.tags.includes(place.name)))
    case 'filter': {
      const filter = filters.find(({ id }) => id === place.name)
      return filter ? filtered(filter.query, tasks, moment, lingering) : []
    }
    default:
      return []
  }
}

function filtered(query: FilterQuery, tasks: Iterable<LocalTask>, moment: Moment, lingering: ReadonlySet<string>) {
  const all = [...tasks].filter(task => passes(task, query, moment, lingering))
  return plain(all, query.status === 'done' ? compareDone : compareDue(moment.zone))
}

/**
 * The results of a narrowed search: first the tasks of the same query as a filter, then those that only the
 * typo-tolerant search found and that pass the rest of the query.
 */
export function narrowList(
  query: FilterQuery,
  tasks: Iterable<LocalTask>,
  found: readonly LocalTask[],
  moment: Moment,
  lingering: ReadonlySet<string>,
): LocalTask[] {
  const all = filtered(query, tasks, moment, lingering).flatMap(section => section.tasks)
  const listed = new Set(all.map(({ id }) => id))
  const { text: _, ...rest } = query
  return [...all, ...found.filter(task => !listed.has(task.id) && passes(task, rest, moment, lingering))]
}

const wasLate = (task: LocalTask, { now, today }: Moment, lingering: ReadonlySet<string>) =>
  isLate(lingering.has(task.id) ? { ...task, status: 'open' } : task, now, today)

function todayOf(open: LocalTask[], moment: Moment, lingering: ReadonlySet<string>): Section[] {
  const dated = open.filter(task => (whenDue(task, moment.zone)?.date ?? '9') <= moment.today)
  const isBefore = (task: LocalTask) =>
    (whenDue(task, moment.zone)?.date ?? '') < moment.today && wasLate(task, moment, lingering)
  return [
    { key: 'overdue', kind: 'overdue' as const, tasks: dated.filter(isBefore).sort(compareDue(moment.zone)) },
    {
      key: 'today',
      kind: 'today' as const,
      tasks: dated.filter(task => !isBefore(task)).sort(compareDue(moment.zone)),
    },
  ].filter(({ tasks }) => tasks.length)
}

const days = 14

function byDay(tasks: LocalTask[], { today, zone }: Moment): Section[] {
  const last = addDays(today, days)
  const sections = new Map<string, Section>()
  for (const task of tasks.sort(compareDue(zone))) {
    const date = whenDue(task, zone)?.date ?? ''
    const key = date > last ? 'later' : date
    const section = sections.get(key) ?? {
      key,
      ...(key === 'later' ? { kind: 'later' as const } : { kind: 'day' as const, day: date }),
      tasks: [],
    }
    section.tasks.push(task)
    sections.set(key, section)
  }
  return [...sections.values()]
}

const plain = (tasks: LocalTask[], compare: ReturnType<typeof compareDue>): Section[] =>
  tasks.length ? [{ key: 'all', kind: 'plain', tasks: tasks.sort(compare) }] : []

/** The number of open tasks in the built-in lists. */
export function countsOf(tasks: Iterable<LocalTask>, { now, today, zone }: Moment) {
  const counts = { today: 0, overdue: 0 }
  for (const task of tasks) {
    if (task.status === 'done' || !task.due) continue
    if ((whenDue(task, zone)?.date ?? '9') <= today) counts.today++
    if (isLate(task, now, today)) counts.overdue++
  }
  return counts
}
