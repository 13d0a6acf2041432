import { localAt } from '../zone.ts'
import { resolve } from './clock.ts'
import type { Groups, Of } from './groups.ts'
import type { Chosen, ClockTime, Found, SpanKind } from './meaning.ts'
import { isToCome, type Moment, type Now, nextOn, nextTime } from './moment.ts'
import { endPart, firstOccurrence, ruleOf } from './repetition.ts'

export interface When {
  due?: Moment
  repeat?: { rule: string; from: 'due' | 'completion' }
  chosen: Chosen[]
}

const as = (kind: SpanKind, { start, end }: Chosen | { start: number; end: number }): Chosen => ({ start, end, kind })

/** Which of the dates, times and repetitions that were found make the due date. What would lie in the past is not read. */
export function when(groups: Groups, now: Now): When {
  const repeat = groups.repeats[0]
  if (repeat) {
    const found = repeating(repeat, groups, now)
    if (found) return found
  }
  return once(groups, now)
}

/** The firmest date wins, and of equals the first: in "Monday report due Friday" the Friday. */
function dateOf(groups: Groups, now: Now, withRepeat: boolean): Of<'date'> | undefined {
  const usable = [
    ...groups.dates.filter(({ meaning }) => withRepeat || meaning.says !== 'from'),
    ...groups.bounds.flatMap(({ start, end, lead, date }): Of<'date'>[] =>
      date && (lead === 'starting' || (withRepeat && lead === 'from')) ? [{ start, end, meaning: date }] : [],
    ),
  ].filter(({ meaning }) => meaning.first(now.today) !== undefined)
  return usable.find(({ meaning }) => meaning.firm) ?? usable[0]
}

interface Clock {
  time: ClockTime
  chosen: Chosen[]
}

/** The hour that was said, nearest to the date; a part of the day tells which half of the clock it means. */
function clockOf(groups: Groups, beside: readonly Found[], said: ClockTime | undefined): Clock | undefined {
  const distance = ({ start, end }: Found) =>
    Math.min(...beside.map(other => Math.max(other.start - end, start - other.end, 0)), Number.POSITIVE_INFINITY)
  const hours = groups.times.filter(({ meaning }) => meaning.time.hour !== undefined)
  const part = groups.times.find(({ meaning }) => meaning.time.hour === undefined)
  const [hour] = beside.length ? hours.toSorted((a, b) => distance(a) - distance(b)) : hours
  const vague = part?.meaning.time.part ?? said?.part
  if (said?.hour !== undefined && !hour) return { time: said, chosen: [] }
  if (hour) {
    const time = hour.meaning.time.part || !vague ? hour.meaning.time : { ...hour.meaning.time, part: vague }
    return { time, chosen: [as('time', hour), ...(part ? [as('time', part)] : [])] }
  }
  if (part) return { time: part.meaning.time, chosen: [as('time', part)] }
  return said && { time: said, chosen: [] }
}

function once(groups: Groups, now: Now): When {
  const date = dateOf(groups, now, false)
  const soon = groups.soons[0]
  if (!date && soon) return { due: afterMinutes(soon.meaning.minutes, now), chosen: [as('time', soon)] }
  const clock = clockOf(groups, date ? [date] : [], date?.meaning.time)
  if (!date) return clock ? { due: nextTime(clock.time, now), chosen: clock.chosen } : { chosen: [] }
  const chosen = [as('date', date)]
  const moment = clock && nextOn(date.meaning.first, clock.time, now)
  if (clock && moment) return { due: moment, chosen: [...chosen, ...clock.chosen] }
  const day = date.meaning.first(now.today)
  return day === undefined ? { chosen: [] } : { due: { date: day }, chosen }
}

/** Seconds round up: a task is never due before the time that was asked for. */
function afterMinutes(minutes: number, { instant, zone }: Now): Moment {
  const at = Math.ceil((instant.getTime() + minutes * 60_000) / 60_000) * 60_000
  return localAt(new Date(at), zone)
}

function repeating(repeat: Of<'repeat'>, groups: Groups, now: Now): When | undefined {
  const bounded = ends(groups)
  const start = dateOf({ ...groups, dates: groups.dates.filter(date => date.meaning.says !== 'until') }, now, true)
  const clock = clockOf(groups, [repeat], repeat.meaning.time ?? start?.meaning.time)
  const time = clock && resolve(clock.time).time
  const due = firstOccurrence(repeat.meaning, start?.meaning.first(now.today) ?? now.today, time, now)
  if (!due || !isToCome(due, now)) return undefined
  const end = bounded.find(found => endPart(found.meaning, due, now.zone) !== undefined)
  const rule = ruleOf(repeat.meaning, end && endPart(end.meaning, due, now.zone))
  return {
    due,
    repeat: { rule, from: repeat.meaning.fromCompletion ? 'completion' : 'due' },
    chosen: [
      as('repeat', repeat),
      ...(start ? [as('date', start)] : []),
      ...(clock?.chosen ?? []),
      ...(end ? [as('repeat', end)] : []),
    ],
  }
}

/** Everything that may say how long a repetition goes on. */
function ends(groups: Groups): Of<'end'>[] {
  const dates = groups.dates.filter(({ meaning }) => meaning.says === 'until')
  const bounds = groups.bounds.flatMap(({ start, end, lead, date }) =>
    lead === 'until' && date ? [{ start, end, meaning: date }] : [],
  )
  const until = [...dates, ...bounds].map(
    ({ start, end, meaning }): Of<'end'> => ({
      start,
      end,
      meaning: { kind: 'end', last: first => meaning.first(first) ?? '' },
    }),
  )
  return [...groups.ends, ...until]
}
