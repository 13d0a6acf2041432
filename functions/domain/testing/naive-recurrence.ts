import { Temporal } from 'temporal-polyfill'
import type { Due } from '../due.ts'
import type { Rule } from '../recurrence/rule.ts'

/**
 * A second implementation of RFC 5545, for tests only. It shares no code with the first: it goes through the calendar day
 * by day, checks each part of the rule, and takes the instants from Temporal. It is slow, and too simple to be wrong.
 */
export function naive(rule: Rule, start: Due, days: number, limit: number): string[] {
  const origin = utc(start.date)
  const begin = `${start.date} ${start.time ?? ''}`
  const walls: Wall[] = []
  let [period, set]: [string, Wall[]] = ['', []]
  // One more whole period, so that positions from the end of a period are right.
  for (let day = addDays(origin, -366); day <= addDays(origin, days + 366); day = addDays(day, 1)) {
    if (!isNamed(rule, origin, day) || !isOfPeriod(rule, origin, day)) continue
    if (periodKey(rule, day) !== period) {
      walls.push(...choose(rule, set).filter(wall => `${wall.date} ${wall.time ?? ''}` >= begin))
      if (isEnough(walls, limit)) break
      ;[period, set] = [periodKey(rule, day), []]
    }
    set.push(...wallsOf(rule, start, day))
  }
  if (!isEnough(walls, limit))
    walls.push(...choose(rule, set).filter(wall => `${wall.date} ${wall.time ?? ''}` >= begin))
  const items = walls.map(wall => withInstant(wall, start))
  return finish(rule, items, start)
    .filter(({ wall }) => wall.date <= iso(addDays(origin, days)))
    .slice(0, limit)
    .map(({ wall, ms }) => `${wall.date} ${wall.time ?? '-'} ${ms}`)
}

/** Two more dates, because a change of clocks could move one of them in between. */
function isEnough(walls: Wall[], limit: number): boolean {
  const [wanted, last] = [walls[limit], walls.at(-1)]
  return wanted !== undefined && last !== undefined && between(utc(wanted.date), utc(last.date)) > 2
}

interface Wall {
  date: string
  time?: string
}
interface Item {
  wall: Wall
  ms: number
  moved: boolean
}

const DAY = 86_400_000
const utc = (date: string): Date => new Date(`${date}T00:00:00Z`)
const iso = (day: Date): string => day.toISOString().slice(0, 10)
const addDays = (day: Date, n: number): Date => new Date(day.getTime() + n * DAY)
const between = (a: Date, b: Date): number => Math.round((b.getTime() - a.getTime()) / DAY)
const weekdayOf = (day: Date): number => day.getUTCDay() || 7
const year = (day: Date): number => day.getUTCFullYear()
const month = (day: Date): number => day.getUTCMonth() + 1
const monthDay = (day: Date): number => day.getUTCDate()
const daysIn = (y: number, m: number): number => monthDay(new Date(Date.UTC(y, m, 0)))
const isLeap = (y: number): boolean => daysIn(y, 2) === 29
const yearDay = (day: Date): number => between(new Date(Date.UTC(year(day), 0, 1)), day) + 1

const weekStart = (rule: Rule, day: Date): Date => addDays(day, -((weekdayOf(day) - rule.weekStart + 7) % 7))

function isOfPeriod(rule: Rule, origin: Date, day: Date): boolean {
  const distance = distanceOf(rule, origin, day)
  return distance >= 0 && distance % rule.interval === 0
}

function distanceOf(rule: Rule, origin: Date, day: Date): number {
  if (rule.freq === 'DAILY') return between(origin, day)
  if (rule.freq === 'WEEKLY') return between(weekStart(rule, origin), weekStart(rule, day)) / 7
  const years = year(day) - year(origin)
  return rule.freq === 'YEARLY' ? years : years * 12 + month(day) - month(origin)
}

function periodKey(rule: Rule, day: Date): string {
  if (rule.freq === 'DAILY') return iso(day)
  if (rule.freq === 'WEEKLY') return iso(weekStart(rule, day))
  return iso(day).slice(0, rule.freq === 'MONTHLY' ? 7 : 4)
}

function isNamed(rule: Rule, origin: Date, day: Date): boolean {
  const { byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule
  if (byMonth.length && !byMonth.includes(month(day))) return false
  if (byDay.length && !byDay.some(one => one.weekday === weekdayOf(day) && isNth(rule, day, one.nth))) return false
  if (byMonthDay.length && !includesFromEnd(byMonthDay, monthDay(day), daysIn(year(day), month(day)))) return false
  if (byYearDay.length && !includesFromEnd(byYearDay, yearDay(day), isLeap(year(day)) ? 366 : 365)) return false
  if (byWeekNo.length && !isInNamedWeek(rule, day)) return false
  if (byDay.length || byMonthDay.length || byYearDay.length || rule.freq === 'DAILY') return true
  if (byWeekNo.length || rule.freq === 'WEEKLY') return weekdayOf(day) === weekdayOf(origin)
  if (monthDay(day) !== monthDay(origin)) return false
  return rule.freq === 'MONTHLY' || byMonth.length > 0 || month(day) === month(origin)
}

const includesFromEnd = (list: readonly number[], place: number, length: number): boolean =>
  list.includes(place) || list.includes(place - length - 1)

function isNth(rule: Rule, day: Date, nth: number | undefined): boolean {
  if (nth === undefined) return true
  const inMonth = rule.freq === 'MONTHLY' || rule.byMonth.length > 0
  const same = (other: Date) => year(other) === year(day) && (!inMonth || month(other) === month(day))
  let place = 1
  const step = nth > 0 ? -7 : 7
  for (let other = addDays(day, step); same(other); other = addDays(other, step)) place++
  return place === Math.abs(nth)
}

/** Lists the weeks of the years around a day and finds the day there. */
function isInNamedWeek(rule: Rule, day: Date): boolean {
  const week = iso(weekStart(rule, day))
  return [year(day) - 1, year(day), year(day) + 1].some(y => {
    const weeks = weeksOf(rule, y)
    const index = weeks.indexOf(week)
    return index >= 0 && rule.byWeekNo.some(n => (n > 0 ? n - 1 : weeks.length + n) === index)
  })
}

const writtenDown = new Map<string, string[]>()

/** The first days of the weeks with at least four days in that year. */
function weeksOf(rule: Rule, y: number): string[] {
  const key = `${rule.weekStart} ${y}`
  const known = writtenDown.get(key)
  if (known) return known
  const weeks: string[] = []
  for (let first = weekStart(rule, new Date(Date.UTC(y, 0, 1))); year(first) <= y; first = addDays(first, 7)) {
    const within = [0, 1, 2, 3, 4, 5, 6].filter(n => year(addDays(first, n)) === y)
    if (within.length >= 4) weeks.push(iso(first))
  }
  writtenDown.set(key, weeks)
  return weeks
}

function wallsOf(rule: Rule, start: Due, day: Date): Wall[] {
  const date = iso(day)
  if (start.time === undefined) return [{ date }]
  const [hour = 0, minute = 0] = start.time.split(':').map(Number)
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = rule.byMinute.length ? rule.byMinute : [minute]
  const times = [...(rule.byHour.length ? rule.byHour : [hour])].flatMap(h => minutes.map(m => `${two(h)}:${two(m)}`))
  return times.sort().map(time => ({ date, time }))
}

function choose(rule: Rule, set: Wall[]): Wall[] {
  if (!rule.bySetPos.length) return set
  return set.filter((_, i) => rule.bySetPos.includes(i + 1) || rule.bySetPos.includes(i - set.length))
}

function withInstant(wall: Wall, start: Due): Item {
  const plain = Temporal.PlainDate.from(wall.date)
  if (wall.time === undefined) {
    const at = plain.toZonedDateTime(start.zone)
    return { wall, ms: at.epochMilliseconds, moved: at.toPlainDate().toString() !== wall.date }
  }
  const at = plain.toPlainDateTime(wall.time).toZonedDateTime(start.zone, { disambiguation: 'compatible' })
  return { wall, ms: at.epochMilliseconds, moved: !at.toString().startsWith(`${wall.date}T${wall.time}`) }
}

/** In the order of their instants, one for each instant, limited by UNTIL and COUNT. */
function finish(rule: Rule, items: Item[], start: Due): Item[] {
  const sorted = items.sort((a, b) => a.ms - b.ms || Number(a.moved) - Number(b.moved))
  const unique = sorted.filter((item, i) => item.ms !== sorted[i - 1]?.ms)
  const last = lastOf(rule, start)
  const within = unique.filter(
    ({ wall, ms }) => last === undefined || (typeof last === 'string' ? wall.date <= last : ms <= last),
  )
  return within.slice(0, rule.count ?? within.length)
}

/** The last date, or the last instant in milliseconds. */
function lastOf({ until }: Rule, start: Due): string | number | undefined {
  if (!until) return undefined
  if ('date' in until) return until.date
  if ('instant' in until) return Date.parse(until.instant)
  const wall = Temporal.PlainDateTime.from(until.floating)
  return start.time === undefined
    ? wall.toPlainDate().toString()
    : wall.toZonedDateTime(start.zone, { disambiguation: 'compatible' }).epochMilliseconds
}
