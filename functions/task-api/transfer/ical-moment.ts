import type { Due } from '../../domain/due.ts'
import type { Property } from './ical.ts'

/** What iCalendar writes with a Z and without a zone. */
export const isUtc = (zone: string): boolean => zone === 'UTC' || zone === 'Etc/UTC'

/** The zone whose clocks must be told beside it. */
export const zoneToTell = (due: Due | null): string | undefined =>
  due?.time !== undefined && !isUtc(due.zone) ? due.zone : undefined

export function momentProperty(name: string, { date, time, zone }: Due): Property {
  if (time === undefined) return [name, {}, 'date', date]
  if (isUtc(zone)) return [name, {}, 'date-time', `${date}T${time}:00Z`]
  return [name, { tzid: zone }, 'date-time', `${date}T${time}:00`]
}
