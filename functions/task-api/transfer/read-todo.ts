import type { Due } from '../../domain/due.ts'
import { instantOf, localAt } from '../../domain/zone.ts'
import type { Fault } from '../../kit/core/refusal.ts'
import { readMomentText, tagOf } from './field-text.ts'
import { type Component, type Property, remaining, ruleFromJcal } from './ical.ts'
import { readAlarm, readInstant, readMoment, secondsOf, type Zones } from './ical-times.ts'
import { type Row, withoutUndefined } from './rows.ts'

/** Properties that Zerodue cannot store. */
const ignored = ['attach', 'attendee', 'comment', 'contact', 'exdate', 'geo', 'location', 'rdate', 'resources', 'url']

/** A task with so many alarms or tags is refused anyway. */
const mostRead = 100

/** A VTODO as fields of a task. A property that it does not have empties the field. */
export function readTodo(component: Component, zones: Zones, now: Date): Omit<Row, 'place'> {
  const [, properties, inner] = component
  const all = (name: string) => properties.filter(([n]) => n === name)
  const first = (name: string) => properties.find(([n]) => n === name)
  const text = (name: string) => (first(name) ? String(first(name)?.[3]) : undefined)
  const own = (name: string) => text(`x-zerodue-${name}`)
  const instant = (name: string) => readInstant(first(name), zones)
  const faults: Fault[] = []

  const [start, end] = [moment('dtstart'), moment('due')]
  const due = end ?? afterDuration(start, text('duration')) ?? start
  const updatedAt = instant('last-modified')
  const occurrence = number(own('occurrence'))
  const recurrenceId = text('recurrence-id')
  const alarms = inner.filter(([name]) => name === 'valarm').slice(0, mostRead)
  const sibling = all('related-to').find(([, { reltype }]) => String(reltype).toUpperCase() === 'SIBLING')
  const uid = text('uid')

  const fields = {
    title: text('summary'),
    notes: text('description') ?? '',
    priority: priorityOf(number(text('priority')) ?? 0),
    tags: all('categories')
      .slice(0, mostRead)
      .flatMap(([, , , ...names]) => names.slice(0, mostRead).map(name => tagOf(String(name))))
      .filter(Boolean),
    due: due ?? null,
    repeat: recurrenceId === undefined ? repeatOf() : null,
    reminders: alarms.flatMap(
      alarm => readAlarm(alarm, { ...(due && { due }), ...(start && { start }), now, zones }) ?? [],
    ),
    createdAt: instant('created'),
    updatedAt,
    ...ending(),
    ...(occurrence !== undefined && { occurrence, ...(sibling && { seriesId: String(sibling[3]) }) }),
  }
  return {
    fields: withoutUndefined(fields),
    ...(uid !== undefined && { name: recurrenceId === undefined ? uid : `${uid} ${recurrenceId}` }),
    faults,
    remarks: remarks(),
  }

  function moment(name: string): Due | undefined {
    const property = first(name)
    const read = property && readMoment(property, zones, own('zone'))
    if (typeof read === 'string') faults.push({ path: name.toUpperCase(), message: read })
    if (typeof read !== 'object') return undefined
    return read.time === undefined ? { ...read, zone: own('zone') ?? read.zone } : read
  }

  function repeatOf() {
    const rule: Property | undefined = first('rrule')
    if (!rule) return null
    const [count, startText] = [number(own('repeat-count')), own('repeat-start')]
    const start = startText === undefined ? undefined : readMomentText(startText, zones.own)
    const missed = number(own('repeat-missed'))
    return {
      rule: ruleFromJcal(rule[3], left =>
        count !== undefined && left === remaining(count, occurrence ?? 1) ? count : left,
      ),
      from: own('repeat-from') === 'COMPLETION' ? 'completion' : 'due',
      ...(start && { start }),
      ...(missed !== undefined && { missed }),
    }
  }

  function ending() {
    const status = text('status')?.toUpperCase()
    const endedAt = instant('completed')
    const lastChange = endedAt ?? updatedAt ?? instant('dtstamp')
    if (status === 'CANCELLED') return { status: 'done', skippedAt: own('skipped') ?? lastChange ?? now.toISOString() }
    const isDone =
      status === undefined ? endedAt !== undefined || text('percent-complete') === '100' : status === 'COMPLETED'
    return isDone ? { status: 'done', completedAt: lastChange } : { status: 'open' }
  }

  function remarks(): string[] {
    const parent = all('related-to').some(property => property !== sibling)
    return [
      ...ignored.filter(first).map(name => `${name.toUpperCase()} is not imported`),
      ...(parent ? ['the link to its parent task is not imported'] : []),
      ...(all('rrule').length > 1 ? ['only the first of several rules is imported'] : []),
      ...(recurrenceId === undefined ? [] : ['is one changed date of a series and becomes a separate task']),
    ]
  }
}

function priorityOf(priority: number): string {
  if (priority === 0) return 'P4'
  if (priority === 5) return 'P2'
  return priority < 5 ? 'P1' : 'P3'
}

function afterDuration(start: Due | undefined, duration: string | undefined): Due | undefined {
  const seconds = duration === undefined ? undefined : secondsOf(duration)
  if (!start || seconds === undefined) return undefined
  const at = new Date(instantOf(start.date, start.time ?? '00:00', start.zone).getTime() + seconds * 1000)
  const { date, time } = localAt(at, start.zone)
  return { date, ...(start.time !== undefined && { time }), zone: start.zone }
}

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
