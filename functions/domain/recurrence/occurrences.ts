import type { Due } from '../due.ts'
import { DAY_MINUTES, DAY_MS, LAST_YEAR } from '../limits.ts'
import { type Clocks, localAt, readClock, startOfDay } from '../zone.ts'
import { daysOfYears } from './days-of-year.ts'
import { fromStart, type StartedRule } from './from-start.ts'
import type { Rule } from './rule.ts'

/** One moment of a series: its local date and time, and its instant. Of a date without a time it is the first instant. */
export interface Occurrence {
  date: string
  time?: string
  at: Date
  clocks?: Clocks
}

/**
 * Every occurrence of a rule from its start on, in order and without duplicates. The start is one of them only if the
 * rule matches it. Each step costs little and the calendar ends in 2199, so every search ends.
 */
export function* occurrences(written: Rule, start: Due): Generator<Occurrence, void> {
  const rule = fromStart(written, start)
  let left = rule.count ?? Number.POSITIVE_INFINITY
  for (const occurrence of inOrder(moments(rule, start), start.zone)) {
    if (left-- <= 0 || isPast(rule, occurrence)) return
    yield occurrence
  }
}

/** A last date is included. A last instant includes each date whose first instant is not after it. */
function isPast({ until }: StartedRule, occurrence: Occurrence): boolean {
  if (!until) return false
  return 'date' in until ? occurrence.date > until.date : occurrence.at > new Date(until.instant)
}

/**
 * When clocks go forward, a skipped moment moves to a later instant. It waits here until the next ordinary moment shows
 * its place in the order. When both have the same instant, the ordinary one stays.
 */
function* inOrder(all: Iterable<Moment>, zone: string): Generator<Occurrence> {
  let moved: Occurrence[] = []
  for (const moment of all) {
    const occurrence = onTheClock(moment, zone)
    if (occurrence.clocks === 'skipped') {
      moved = [...moved, occurrence]
      continue
    }
    if (moved.length) yield* moved.filter(other => other.at < occurrence.at)
    moved = moved.filter(other => other.at > occurrence.at)
    yield occurrence
  }
  yield* moved
}

function onTheClock({ day, minute }: Moment, zone: string): Occurrence {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (minute === undefined) {
    const { instant, clocks } = readClock(date, '00:00', zone)
    return clocks === 'skipped' ? withoutMidnight(date, zone) : { date, at: instant }
  }
  const time = [Math.floor(minute / 60), minute % 60].map(n => String(n).padStart(2, '0')).join(':')
  const { instant, clocks } = readClock(date, time, zone)
  return clocks ? { date, time, at: instant, clocks } : { date, time, at: instant }
}

/** Where clocks go forward at midnight, the date starts later. Samoa skipped the whole of 30 December 2011. */
function withoutMidnight(date: string, zone: string): Occurrence {
  const at = startOfDay(date, zone)
  return localAt(at, zone).date === date ? { date, at } : { date, at, clocks: 'skipped' }
}

/** A local day, counted from 1970, and a minute of that day, unless the series has dates only. */
interface Moment {
  day: number
  minute?: number
}

function* moments(rule: Rule, start: Due): Generator<Moment> {
  const first = dayOf(start.date)
  const startMinute = start.time === undefined ? undefined : minuteOf(start.time)
  const times = startMinute === undefined ? [0] : timesOf(rule, startMinute)
  const placesOf = places(rule)
  for (const days of periods(rule, first)) {
    for (const place of placesOf(days.length * times.length)) {
      const day = days[Math.floor(place / times.length)] ?? 0
      const minute = times[place % times.length] ?? 0
      if (day * DAY_MINUTES + minute < first * DAY_MINUTES + (startMinute ?? 0)) continue
      yield startMinute === undefined ? { day } : { day, minute }
    }
  }
}

/** The days of each period that INTERVAL keeps. Periods are whole, also the one in which the series starts. */
function* periods(rule: Rule, first: number): Generator<number[]> {
  const daysOf = daysOfYears(rule)
  const periodOf = periodsOf(rule)
  const firstPeriod = periodOf(first)
  let [period, days]: [number, number[]] = [Number.NaN, []]
  for (let year = yearOf(first - 6); year <= LAST_YEAR; year++) {
    if (rule.freq === 'YEARLY' && (year - firstPeriod) % rule.interval !== 0) continue
    const newYear = Date.UTC(year, 0, 1) / DAY_MS
    for (const dayOfYear of daysOf(year)) {
      const day = newYear + dayOfYear
      const its = periodOf(day)
      if (its < firstPeriod || (its - firstPeriod) % rule.interval !== 0) continue
      if (its !== period) {
        if (days.length) yield days
        ;[period, days] = [its, []]
      }
      days.push(day)
    }
  }
  if (days.length) yield days
}

/** The number of the period that a day lies in. A week across a new year is one week. */
function periodsOf(rule: Rule): (day: number) => number {
  const dates = (day: number) => new Date(day * DAY_MS)
  if (rule.freq === 'DAILY') return day => day
  if (rule.freq === 'WEEKLY') return day => Math.floor((day + 3 - (rule.weekStart - 1)) / 7)
  if (rule.freq === 'MONTHLY') return day => dates(day).getUTCFullYear() * 12 + dates(day).getUTCMonth()
  return yearOf
}

/** The moments of a period that BYSETPOS chooses. Positions outside the period choose none. */
function places({ bySetPos }: Rule): (size: number) => Iterable<number> {
  if (!bySetPos.length) return upTo
  const known = new Map<number, number[]>()
  return size => {
    const chosen = known.get(size) ?? chosenOf(bySetPos, size)
    known.set(size, chosen)
    return chosen
  }
}

function* upTo(size: number): Generator<number> {
  for (let place = 0; place < size; place++) yield place
}

const chosenOf = (positions: readonly number[], size: number): number[] =>
  [...new Set(positions.map(position => (position > 0 ? position - 1 : size + position)))]
    .filter(place => place >= 0 && place < size)
    .sort((a, b) => a - b)

function timesOf(rule: Rule, startMinute: number): number[] {
  const hours = rule.byHour.length ? rule.byHour : [Math.floor(startMinute / 60)]
  const minutes = rule.byMinute.length ? rule.byMinute : [startMinute % 60]
  return hours.flatMap(hour => minutes.map(minute => hour * 60 + minute))
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS
const yearOf = (day: number): number => new Date(day * DAY_MS).getUTCFullYear()
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
