import { minutesOf, mostTimes, type Reminder } from '../../domain/reminder.ts'
import type { Priority, Task } from '../../domain/task.ts'
import { momentText } from './field-text.ts'
import {
  type Component,
  countOf,
  instantProperty,
  momentProperty,
  ownProperty,
  type Property,
  property,
  ruleProperty,
  textProperty,
  timezoneNeeded,
  write,
} from './ical.ts'
import { timezoneOf } from './ical-timezone.ts'

interface Calendar {
  now: Date
  /** Properties of the whole calendar. */
  properties?: Property[]
  componentOf: (task: Task) => Component
}

/** One calendar of any number of tasks. The VTIMEZONE of a zone comes before the first task that needs it. */
export async function* writeIcal(
  { now, properties = [], componentOf }: Calendar,
  batches: AsyncIterable<Task[]>,
): AsyncGenerator<string> {
  const end = 'END:VCALENDAR\r\n'
  const head = [textProperty('version', '2.0'), textProperty('prodid', '-//Zerodue//Zerodue//EN'), ...properties]
  yield write(['vcalendar', head, []]).slice(0, -end.length)
  const written = new Set<string>()
  for await (const tasks of batches) {
    const needed = tasks.flatMap(({ due }) => timezoneNeeded(due) ?? [])
    const zones = needed.filter(zone => !written.has(zone) && written.add(zone))
    yield [...zones.map(zone => timezoneOf(zone, now)), ...tasks.map(componentOf)].map(write).join('')
  }
  yield end
}

/** RFC 5545: 1 to 4 is high, 5 is medium, 6 to 9 is low and 0 is none. */
const priorities: Record<Priority, number> = { P1: 1, P2: 5, P3: 9, P4: 0 }

/** A task as a VTODO. Extension properties hold what iCalendar cannot express; other programs ignore and preserve them. */
export function todoOf(task: Task, { alarms }: { alarms: boolean }): Component {
  const { id, title, notes, priority, tags, createdAt, updatedAt, version } = task
  const properties: Property[] = [
    textProperty('uid', id),
    instantProperty('dtstamp', updatedAt),
    instantProperty('created', createdAt),
    instantProperty('last-modified', updatedAt),
    property('sequence', version - 1),
    textProperty('summary', title),
    ...(notes ? [textProperty('description', notes)] : []),
    property('priority', priorities[priority]),
    ...(tags.length ? [textProperty('categories', ...tags)] : []),
    ...ending(task),
    ...when(task),
    ...series(task),
  ]
  return ['vtodo', properties, alarms ? task.reminders.map(reminder => alarmOf(reminder, title)) : []]
}

function ending({ status, completedAt, skippedAt }: Task): Property[] {
  if (status === 'open') return [textProperty('status', 'NEEDS-ACTION')]
  if (skippedAt) return [textProperty('status', 'CANCELLED'), ownProperty('skipped', skippedAt)]
  return [
    textProperty('status', 'COMPLETED'),
    property('percent-complete', 100),
    ...(completedAt ? [instantProperty('completed', completedAt)] : []),
  ]
}

/** A rule needs a DTSTART. Apple's programs write it equal to DUE, and others read that. */
function when({ due, repeat }: Task): Property[] {
  if (!due) return []
  return [
    ...(repeat ? [momentProperty('dtstart', due)] : []),
    momentProperty('due', due),
    ...(timezoneNeeded(due) ? [] : [ownProperty('zone', due.zone)]),
  ]
}

/** For other programs the rule begins at this occurrence. Extension properties hold the start and count of the series. */
function series({ id, repeat, seriesId, occurrence }: Task): Property[] {
  const properties: Property[] = []
  if (seriesId !== id) properties.push(['related-to', { reltype: 'SIBLING' }, 'text', seriesId])
  if (seriesId !== id || repeat || occurrence > 1) properties.push(ownProperty('occurrence', occurrence))
  if (!repeat) return properties
  const count = countOf(repeat)
  return [
    ...properties,
    ruleProperty(repeat, occurrence),
    ownProperty('repeat-start', momentText(repeat.start)),
    ownProperty('repeat-from', repeat.from.toUpperCase()),
    ...(count === undefined ? [] : [ownProperty('repeat-count', count)]),
    ...(repeat.missed ? [ownProperty('repeat-missed', repeat.missed)] : []),
  ]
}

function alarmOf(reminder: Reminder, title: string): Component {
  const { every, snoozedUntil, firedAt } = reminder
  const trigger: Property =
    'before' in reminder
      ? ['trigger', { related: 'END' }, 'duration', minutesOf(reminder.before) ? `-${reminder.before}` : 'PT0S']
      : instantProperty('trigger', reminder.at)
  return [
    'valarm',
    [
      ...(reminder.id ? [textProperty('uid', reminder.id)] : []),
      textProperty('action', 'DISPLAY'),
      textProperty('description', title),
      trigger,
      // Other programs repeat the alarm this many times; here it ends when the task is done.
      ...(every ? [...repetition(every), ownProperty('every', every)] : []),
      ...(snoozedUntil ? [ownProperty('snoozed-until', snoozedUntil)] : []),
      // RFC 9074: an acknowledged alarm does not ring again.
      ...(firedAt ? [instantProperty('acknowledged', firedAt), ownProperty('fired', firedAt)] : []),
    ],
    [],
  ]
}

const repetition = (every: string): Property[] => [
  ['duration', {}, 'duration', every],
  property('repeat', mostTimes - 1),
]
