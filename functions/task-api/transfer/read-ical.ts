import { isZone } from '../../domain/zone.ts'
import { invalidRequest } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { read } from './ical.ts'
import type { Zones } from './ical-times.ts'
import { readTodo } from './read-todo.ts'
import type { ReadFile, Row } from './rows.ts'

/** The tasks of a calendar; other components get a remark. A time without a zone is in the zone of the person. */
export function readIcal(text: string, zone: string, now: Date): ReadFile {
  if (!/^BEGIN:VCALENDAR[ \t]*\r?$/im.test(text.slice(0, 10_000)))
    throw new Refused(refuse(invalidRequest, { detail: 'The body is not iCalendar: it has no BEGIN:VCALENDAR.' }))
  const parts = [...splitIcal(text)]
  const zones = { own: zone, custom: customZones(parts) }
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
    return { place, faults: [{ path: name, message: `cannot be read: ${shorten(String(error), 150)}` }] }
  }
}

/** A file may name a zone in its own way: X-LIC-LOCATION says which zone it is. */
function customZones(parts: Part[]): Map<string, string> {
  const custom = new Map<string, string>()
  for (const { text } of parts.filter(({ name }) => name === 'VTIMEZONE')) {
    const lines = text.replaceAll(/\r\n[ \t]/g, '')
    const [id, location] = [/^TZID[^:]*:(.*)$/im.exec(lines)?.[1], /^X-LIC-LOCATION[^:]*:(.*)$/im.exec(lines)?.[1]]
    if (id && location && isZone(location.trim())) custom.set(id.trim(), location.trim())
  }
  return custom
}

/** A component of a calendar as it stands in the file. */
interface Part {
  name: string
  line: number
  text: string
  /** Why it cannot be read. */
  broken?: string
}

/** Every valid task is far shorter, and the library takes too long for a longer text. */
const mostCharacters = 100_000

/** Cuts a file into its components with their lines, so that a broken one does not spoil the others. */
function* splitIcal(text: string): Generator<Part> {
  let part: (Part & { lines: string[]; size: number }) | undefined
  let open: string[] = []
  let calendars = 0
  let number = 0

  for (const line of linesOf(text)) {
    number++
    const [, verb, name = ''] = /^(BEGIN|END):([A-Za-z0-9-]{1,40})[ \t]*$/i.exec(line.slice(0, 60)) ?? []
    const begins = verb?.toUpperCase() === 'BEGIN' ? name.toUpperCase() : undefined
    const ends = verb?.toUpperCase() === 'END' ? name.toUpperCase() : undefined
    if (!part) {
      if (begins === 'VCALENDAR') calendars++
      else if (ends === 'VCALENDAR') calendars--
      else if (begins) {
        part = { name: begins, line: number, text: '', lines: [line], size: 0 }
        open = [begins]
      }
      continue
    }
    if (ends === 'VCALENDAR' || (begins === part.name && open.length === 1)) {
      yield partOf(part, `has no END:${part.name}`)
      part = begins ? { name: begins, line: number, text: '', lines: [line], size: 0 } : undefined
      if (!begins) calendars--
      continue
    }
    if (begins) open.push(begins)
    part.size += line.length
    if (line && part.size <= mostCharacters) part.lines.push(line)
    if (ends && open.pop() !== ends) {
      yield partOf(part, `has END:${ends} in the wrong place`)
      part = undefined
    } else if (!open.length) {
      yield partOf(part)
      part = undefined
    }
  }
  if (part) yield partOf(part, `has no END:${part.name}`)
  else if (calendars > 0) yield { name: '', line: number, text: '', broken: 'the file ends before its END:VCALENDAR' }
}

function partOf({ name, line, lines, size }: Part & { lines: string[]; size: number }, broken?: string): Part {
  if (broken) return { name, line, text: '', broken }
  if (size > mostCharacters) return { name, line, text: '', broken: 'is too large for a task' }
  return { name, line, text: lines.join('\r\n') }
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const line = end < 0 ? text.slice(start) : text.slice(start, end)
    yield line.endsWith('\r') ? line.slice(0, -1) : line
    if (end < 0) return
    start = end + 1
  }
}
