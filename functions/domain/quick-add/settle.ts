import { keptRule } from '../recurrence/from-start.ts'
import { occurrences } from '../recurrence/occurrences.ts'
import { type RuleText, ruleOf, ruleText } from '../recurrence/rule-text.ts'
import { addDays, localAt } from '../zone.ts'
import { type Day, LAST_DAY } from './calendar.ts'
import { clockOf, clocksOf, isToCome, type Moment, type Now, nextOn, nextTime } from './clock.ts'
import type { Groups, Of } from './groups.ts'
import type { Chosen, EndMeaning, RepeatMeaning, SpanKind } from './meaning.ts'

export interface When {
  due?: Moment
  repeat?: { rule: RuleText; from: 'due' | 'completion' }
  chosen: Chosen[]
}

const as = (kind: SpanKind, { start, end }: Chosen | { start: number; end: number }): Chosen => ({ start, end, kind })

/** Chooses the dates, times and repetitions that make the due date. None of them may be in the past. */
export function when(groups: Groups, now: Now): When {
  const repeat = groups.repeats[0]
  if (repeat) {
    const found = repeating(repeat, groups, now)
    if (found) return found
  }
  return once(groups, now)
}

/** A firm date wins, otherwise the first: in "Monday report due Friday" the Friday. */
function dateOf(groups: Groups, now: Now, withRepeat: boolean): Of<'date'> | undefined {
  const usable = [
    ...groups.dates.filter(({ meaning }) => withRepeat || meaning.says !== 'from'),
    ...groups.bounds.flatMap(({ start, end, lead, date }): Of<'date'>[] =>
      date && (lead === 'starting' || (withRepeat && lead === 'from')) ? [{ start, end, meaning: date }] : [],
    ),
  ].filter(({ meaning }) => meaning.first(now.today) !== undefined)
  return usable.find(({ meaning }) => meaning.firm) ?? usable[0]
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

/** Rounds seconds up, so that a task is never due too early. */
function afterMinutes(minutes: number, { instant, zone }: Now): Moment {
  const at = Math.ceil((instant.getTime() + minutes * 60_000) / 60_000) * 60_000
  return localAt(new Date(at), zone)
}

function repeating(repeat: Of<'repeat'>, groups: Groups, now: Now): When | undefined {
  const bounded = ends(groups)
  // A bare "Friday" is the start of "every week", but not of "every Friday".
  const starts = groups.dates.filter(
    ({ meaning }) => meaning.says !== 'until' && (meaning.firm || meaning.says || !repeat.meaning.by),
  )
  const start = dateOf({ ...groups, dates: starts }, now, true)
  // BYSETPOS would count the times of a day too, which means something else.
  const clockFor = repeat.meaning.by?.includes('BYSETPOS') ? clockOf : clocksOf
  const clock = clockFor(groups, [repeat], repeat.meaning.time ?? start?.meaning.time)
  const from = start?.meaning.first(now.today) ?? now.today
  const due = (clock?.times ?? [undefined])
    .flatMap(time => firstOccurrence(repeat.meaning, from, time, now) ?? [])
    .sort((a, b) => `${a.date} ${a.time}`.localeCompare(`${b.date} ${b.time}`))[0]
  if (!due || !isToCome(due, now)) return undefined
  const end = bounded.find(found => endPart(found.meaning, due) !== undefined)
  const rule = ruleFor(atHours(repeat.meaning, clock?.times ?? []), end && endPart(end.meaning, due))
  return {
    due,
    repeat: {
      rule: keptRule(rule, { ...due, zone: now.zone }),
      from: repeat.meaning.fromCompletion ? 'completion' : 'due',
    },
    chosen: [
      as('repeat', repeat),
      ...(start ? [as('date', start)] : []),
      ...(clock?.chosen ?? []),
      ...(end ? [as('repeat', end)] : []),
    ],
  }
}

const atHours = (meaning: RepeatMeaning, times: readonly string[]): RepeatMeaning =>
  times.length < 2
    ? meaning
    : {
        ...meaning,
        by: [meaning.by, `BYHOUR=${times.map(time => Number(time.slice(0, 2)))}`].filter(Boolean).join(';'),
      }

/** All findings that can be the end of a repetition. */
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

const ruleFor = ({ freq, interval, by }: RepeatMeaning, end = ''): RuleText =>
  ruleText([`FREQ=${freq}`, interval && `INTERVAL=${interval}`, by, end].filter(Boolean).join(';'))

/**
 * The first day on or after `from` that the rule matches. Its interval counts from there: "every other Monday" may begin
 * this week.
 */
function firstDay(meaning: RepeatMeaning, from: Day): Day | undefined {
  const { interval: _, ...each } = meaning
  const first = occurrences(ruleOf(ruleFor(each)), { date: from, zone: 'UTC' }).next()
  return first.done ? undefined : first.value.date
}

/** The first occurrence from that day on that is still ahead. */
function firstOccurrence(meaning: RepeatMeaning, from: Day, time: string | undefined, now: Now): Moment | undefined {
  const date = firstDay(meaning, from)
  if (date === undefined) return undefined
  const moment: Moment = { date, ...(time !== undefined && { time }) }
  if (isToCome(moment, now)) return moment
  const later = firstDay(meaning, addDays(date, 1))
  return later === undefined ? undefined : { ...moment, date: later }
}

/** The end of the rule: the end of a day in the zone of the task. Undefined if that is before the start. */
function endPart(end: EndMeaning, first: Moment): string | undefined {
  if (end.count !== undefined) return `COUNT=${end.count}`
  const last = end.last?.(first.date)
  if (last === undefined || last < first.date || last > LAST_DAY) return undefined
  return `UNTIL=${last.replaceAll('-', '')}T235900`
}
