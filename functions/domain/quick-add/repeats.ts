import { MAX_OCCURRENCES } from '../limits.ts'
import { weekdayCodes } from '../recurrence/rule.ts'
import { addDays } from '../zone.ts'
import { type Day, endOfMonth, plus, realDay, type Unit } from './calendar.ts'
import type { EndMeaning, RepeatMeaning } from './meaning.ts'
import { type Pattern, pattern, type Said } from './pattern.ts'

const FREQ = {
  day: ['DAILY', 1],
  week: ['WEEKLY', 1],
  fortnight: ['WEEKLY', 2],
  month: ['MONTHLY', 1],
  quarter: ['MONTHLY', 3],
  year: ['YEARLY', 1],
} as const

export const WORKDAYS = [1, 2, 3, 4, 5]
export const dayName = (weekday: number): string => weekdayCodes[weekday - 1] ?? 'MO'
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

const UNTIL = "(?:until|till|til|'til|through|thru|ending on|ending|ends on|up to)(?: the end of)?"

/** A month alone lasts to its end: this year's, or the next one's if that is over before the first time. */
function untilMonth(said: Said): EndMeaning {
  const [month = 1, year] = [said.get('month'), said.get('year')]
  const endIn = (year: number): Day => endOfMonth(realDay(year, month, 1) ?? '')
  return {
    kind: 'end',
    last: first => {
      const thisYear = Number(first.slice(0, 4))
      if (year !== undefined) return endIn(year)
      return endIn(thisYear) >= first ? endIn(thisYear) : endIn(thisYear + 1)
    },
  }
}

/** How long a repetition goes on, and the words that say what the date after them is for. */
export const endings: Pattern[] = [
  pattern('for (?:the next )?{number} {unit}', said => ({
    kind: 'end',
    last: first => addDays(plus(first, said.get('number') ?? 1, said.get('unit') ?? 'day'), -1),
  })),
  pattern('(?:(?:اگلے|agle|aglay) )?{number} {unit} (?:تک|tak|کے لیے|کے لئے|ke liye|ke liay)', said => ({
    kind: 'end',
    last: first => addDays(plus(first, said.get('number') ?? 1, said.get('unit') ?? 'day'), -1),
  })),
  pattern('(?:for )(?:a total of )?{number} (?:times|occurrences)', said => count(said.get('number'))),
  pattern('{number} (?:times in total|occurrences)', said => count(said.get('number'))),
  pattern(
    '(?:صرف |کل |sirf |kul )?{number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba|dafaa) (?:تک|tak|کے لیے|کے لئے|ke liye)',
    said => count(said.get('number')),
  ),
  pattern('(?:صرف|کل|sirf|kul) {number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba|dafaa)', said => count(said.get('number'))),
  pattern(`${UNTIL} {month}(?:,? {year}|(?!,? (?:the )?(?:{ordinal}|\\d\\d?(?!\\d?(?::| ?[ap]\\.?m)))))`, untilMonth),
  pattern('{month}(?: {year})?(?: (?:کے|ke) (?:آخر|اختتام|aakhir|akhir|end))? (?:تک|tak)', untilMonth),
  pattern(UNTIL, () => lead('until')),
  pattern('(?:starting from|starting on|starting|beginning on|beginning|start)', () => lead('starting')),
  pattern('from', () => lead('from')),
  pattern('since', () => lead('since')),
  pattern('(?:and |with |please )?(?:a )?(?:remind me|reminder|alert me|notify me)(?! to )', () => lead('remind')),
]

const count = (times = 0) =>
  times >= 1 && times <= MAX_OCCURRENCES ? ({ kind: 'end', count: times } as const) : undefined
const lead = <L extends string>(word: L) => ({ kind: 'lead', lead: word }) as const
