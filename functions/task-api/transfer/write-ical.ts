import type { Task } from '../../domain/task.ts'
import { type Component, type Property, textProperty, write } from './ical.ts'
import { zoneToTell } from './ical-moment.ts'
import { timezoneOf } from './ical-timezone.ts'

export interface Calendar {
  now: Date
  /** What the whole calendar says of itself. */
  properties?: Property[]
  componentOf: (task: Task) => Component
}

/** One calendar of any number of tasks. The clocks of a zone come before the first task that needs them. */
export async function* writeIcal(
  { now, properties = [], componentOf }: Calendar,
  batches: AsyncIterable<Task[]>,
): AsyncGenerator<string> {
  const end = 'END:VCALENDAR\r\n'
  const head = [textProperty('version', '2.0'), textProperty('prodid', '-//Zerodue//Zerodue//EN'), ...properties]
  yield write(['vcalendar', head, []]).slice(0, -end.length)
  const told = new Set<string>()
  for await (const tasks of batches) {
    const zones = tasks.flatMap(({ due }) => zoneToTell(due) ?? []).filter(zone => !told.has(zone) && told.add(zone))
    yield [...zones.map(zone => timezoneOf(zone, now)), ...tasks.map(componentOf)].map(write).join('')
  }
  yield end
}
