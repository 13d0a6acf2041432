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

/** The second Tuesday, the first and third Monday; where no weekday is named, the last Monday to Friday. */
function places(said: Said, nths: readonly number[]): string | undefined {
  const weekday = said.get('weekday')
  const most = weekday === undefined ? 20 : 5
  if (!nths.length || nths.some(nth => nth === 0 || Math.abs(nth) > most)) return undefined
  return weekday === undefined
    ? `BYDAY=${WORKDAYS.map(dayName)};BYSETPOS=${inOrder(nths)}`
    : `BYDAY=${inOrder(nths).map(nth => nth + dayName(weekday))}`
}

export function monthlyOnNth(said: Said, interval = 1): RepeatMeaning | undefined {
  const by = places(said, said.get('ordinals') ?? [])
  if (!by) return undefined
  return counted(said, { kind: 'repeat', freq: 'MONTHLY', ...(interval > 1 && { interval }), by })
}

export function yearlyOn(said: Said, month: number, day: number): RepeatMeaning | undefined {
  if (!realDay(2028, month, day)) return undefined
  return counted(said, { kind: 'repeat', freq: 'YEARLY', by: `BYMONTH=${month};BYMONTHDAY=${day}` })
}

export function yearlyOnNth(said: Said): RepeatMeaning | undefined {
  const [by, month] = [places(said, [said.get('ordinal') ?? 0]), said.get('month') ?? said.get('month', 'b')]
  if (!by || month === undefined) return undefined
  return counted(said, { kind: 'repeat', freq: 'YEARLY', by: `BYMONTH=${month};${by}` })
}
