import type { Task } from '../../domain/task.ts'
import { type Component, instantProperty, type Property, textProperty } from '../transfer/ical.ts'
import { momentProperty } from '../transfer/ical-moment.ts'
import { ruleProperty } from '../transfer/ical-rule.ts'

/**
 * A task where a calendar shows events. It takes no time of the day away from others; what comes after a completion
 * has no date yet, so only a rule that counts from the due date is shown ahead.
 */
export function eventOf({ id, title, notes, tags, due, repeat, occurrence, createdAt, updatedAt }: Task): Component {
  const properties: Property[] = [
    textProperty('uid', id),
    instantProperty('dtstamp', updatedAt),
    instantProperty('created', createdAt),
    instantProperty('last-modified', updatedAt),
    textProperty('summary', title),
    ...(notes ? [textProperty('description', notes)] : []),
    ...(tags.length ? [textProperty('categories', ...tags)] : []),
    ...(due ? [momentProperty('dtstart', due)] : []),
    ...(due?.time === undefined ? [] : [['duration', {}, 'duration', 'PT30M'] satisfies Property]),
    ...(repeat?.from === 'due' ? [ruleProperty(repeat, occurrence)] : []),
    textProperty('transp', 'TRANSPARENT'),
  ]
  return ['vevent', properties, []]
}
