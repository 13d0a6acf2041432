import { isZone } from '../../domain/zone.ts'
import { invalidRequest } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import { read } from './ical.ts'
import type { Zones } from './read-moment.ts'
import { readTodo } from './read-todo.ts'
import { type ReadFile, type Row, shortened } from './row.ts'
import { type Part, splitIcal } from './split-ical.ts'

/** The tasks of a calendar. Events and journals are told of and left; times without a zone are in that of the person. */
export function readIcal(text: string, zone: string, now: Date): ReadFile {
  if (!/^BEGIN:VCALENDAR[ \t]*\r?$/im.test(text.slice(0, 10_000)))
    throw new Refused(refuse(invalidRequest, { detail: 'The body is not iCalendar: it has no BEGIN:VCALENDAR.' }))
  const parts = [...splitIcal(text)]
  const zones = { own: zone, named: namedZones(parts) }
  return { rows: rowsOf(parts, zones, now) }
}

function* rowsOf(parts: Part[], zones: Zones, now: Date): Generator<Row> {
  for (const part of parts) if (part.name !== 'VTIMEZONE') yield rowOf(part, zones, now)
}

function rowOf({ name, line, text, broken }: Part, zones: Zones, now: Date): Row {
  const place = { line }
  if (broken) return { place, faults: [{ path: name, message: broken }] }
  if (name !== 'VTODO') return { place, notTask: `is a ${name}: only a VTODO is a task` }
  try {
    return { place, ...readTodo(read(text), zones, now) }
  } catch (error) {
    return { place, faults: [{ path: name, message: `cannot be read: ${shortened(String(error), 150)}` }] }
  }
}

/** Where a file names a zone in its own way, it may say beside it which one that is. */
function namedZones(parts: Part[]): Map<string, string> {
  const named = new Map<string, string>()
  for (const { text } of parts.filter(({ name }) => name === 'VTIMEZONE')) {
    const lines = text.replaceAll(/\r\n[ \t]/g, '')
    const [id, location] = [/^TZID[^:]*:(.*)$/im.exec(lines)?.[1], /^X-LIC-LOCATION[^:]*:(.*)$/im.exec(lines)?.[1]]
    if (id && location && isZone(location.trim())) named.set(id.trim(), location.trim())
  }
  return named
}
