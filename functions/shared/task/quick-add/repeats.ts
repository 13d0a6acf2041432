import { realDay, type Unit } from './calendar.ts'
import type { RepeatMeaning } from './meaning.ts'
import type { Said } from './pattern.ts'

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const FREQ = {
  day: ['DAILY', 1],
  week: ['WEEKLY', 1],
  fortnight: ['WEEKLY', 2],
  month: ['MONTHLY', 1],
  quarter: ['MONTHLY', 3],
  year: ['YEARLY', 1],
} as const

export const WORKDAYS = [1, 2, 3, 4, 5]
export const dayName = (weekday: number): string => DAYS[weekday - 1] ?? 'MO'
const inOrder = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b)

/** Whether it was "every!": the next one counts from the day this one is done. */
const counted = (said: Said, meaning: RepeatMeaning): RepeatMeaning =>
  said.get('every') === 'completion' || said.group('done') ? { ...meaning, fromCompletion: true } : meaning

export function everyUnit(said: Said, count = 1, unit: Unit = said.get('unit') ?? 'day'): RepeatMeaning | undefined {
  const [freq, each] = FREQ[unit]
  const interval = count * each
  if (interval < 1 || interval > 999) return undefined
  return counted(said, { kind: 'repeat', freq, ...(interval > 1 && { interval }) })
}

export const dailyIn = (said: Said): RepeatMeaning =>
  counted(said, { kind: 'repeat', freq: 'DAILY', time: { part: said.get('dayPart') ?? 'morning' } })

export const weekly = (said: Said, weekdays: readonly number[], interval = 1): RepeatMeaning =>
  counted(said, {
    kind: 'repeat',
    freq: 'WEEKLY',
    ...(interval > 1 && { interval }),
    by: `BYDAY=${inOrder(weekdays).map(dayName).join(',')}`,
  })

/** Days of the month by number; a negative one counts from its end. */
export function monthlyOn(said: Said, days: readonly number[], interval = 1): RepeatMeaning | undefined {
  if (!days.length || days.some(day => !Number.isInteger(day) || day === 0 || day > 31 || day < -31)) return undefined
  return counted(said, {
    kind: 'repeat',
    freq: 'MONTHLY',
    ...(interval > 1 && { interval }),
    by: `BYMONTHDAY=${inOrder(days).join(',')}`,
  })
}

/** The second Tuesday, the last Friday; the first and third Monday. */
export function monthlyOnNth(
  said: Said,
  nths: readonly number[],
  weekday = 1,
  interval = 1,
): RepeatMeaning | undefined {
  if (!nths.length || nths.some(nth => nth === 0 || nth > 5 || nth < -5)) return undefined
  const by = inOrder(nths).map(nth => `${nth}${dayName(weekday)}`)
  return counted(said, {
    kind: 'repeat',
    freq: 'MONTHLY',
    ...(interval > 1 && { interval }),
    by: `BYDAY=${by.join(',')}`,
  })
}

export const monthlyOnWorkday = (said: Said, nth: number): RepeatMeaning | undefined =>
  Math.abs(nth) > 20 || nth === 0
    ? undefined
    : counted(said, { kind: 'repeat', freq: 'MONTHLY', by: `BYDAY=${WORKDAYS.map(dayName).join(',')};BYSETPOS=${nth}` })

export function yearlyOn(said: Said, month: number, day: number): RepeatMeaning | undefined {
  if (!realDay(2028, month, day)) return undefined
  return counted(said, { kind: 'repeat', freq: 'YEARLY', by: `BYMONTH=${month};BYMONTHDAY=${day}` })
}

export function yearlyOnNth(said: Said): RepeatMeaning | undefined {
  const [nth, weekday, month] = [said.get('ordinal') ?? 0, said.get('weekday') ?? 1, said.get('month')]
  if (nth === 0 || Math.abs(nth) > 5 || month === undefined) return undefined
  return counted(said, { kind: 'repeat', freq: 'YEARLY', by: `BYMONTH=${month};BYDAY=${nth}${dayName(weekday)}` })
}
