import { minutesOf, mostTimes, type Reminder } from '../../domain/reminder.ts'
import type { Priority, Task } from '../../domain/task.ts'
import { type Component, instantProperty, ownProperty, type Property, property, textProperty } from './ical.ts'
import { momentProperty, zoneToTell } from './ical-moment.ts'
import { countOf, ruleProperty } from './ical-rule.ts'
import { momentText } from './moment-text.ts'

/** RFC 5545: 1 to 4 is high, 5 medium, 6 to 9 low and 0 none. */
const priorities: Record<Priority, number> = { P1: 1, P2: 5, P3: 9, P4: 0 }

/** A task as a VTODO. What iCalendar has no word for stands in properties of ours, which others ignore and keep. */
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

/** A rule needs a DTSTART to begin with; that it equals DUE is what Apple's programs write and others read. */
function when({ due, repeat }: Task): Property[] {
  if (!due) return []
  return [
    ...(repeat ? [momentProperty('dtstart', due)] : []),
    momentProperty('due', due),
    ...(zoneToTell(due) ? [] : [ownProperty('zone', due.zone)]),
  ]
}

/** The rule begins at this occurrence for others; where the series began, and how far it is, is ours to know. */
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
      // For others it comes so often and no more; that it ends when the task is done is ours to know.
      ...(every ? [...repetition(every), ownProperty('every', every)] : []),
      ...(snoozedUntil ? [ownProperty('snoozed-until', snoozedUntil)] : []),
      // RFC 9074: whoever reads this does not ring again for what has rung.
      ...(firedAt ? [instantProperty('acknowledged', firedAt), ownProperty('fired', firedAt)] : []),
    ],
    [],
  ]
}

const repetition = (every: string): Property[] => [
  ['duration', {}, 'duration', every],
  property('repeat', mostTimes - 1),
]
