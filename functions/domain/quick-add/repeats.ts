import { MAX_OCCURRENCES } from '../limits.ts'
import { weekdayCodes } from '../recurrence/rule.ts'
import { addDays } from '../zone.ts'
import { type Day, endOfMonth, plus, realDay, type Unit } from './calendar.ts'
import type { EndMeaning, RepeatMeaning } from './meaning.ts'
import { type Match, type Pattern, pattern } from './pattern.ts'

const FREQ = {
  day: ['DAILY', 1],
  week: ['WEEKLY', 1],
  fortnight: ['WEEKLY', 2],
  month: ['MONTHLY', 1],
  quarter: ['MONTHLY', 3],
  year: ['YEARLY', 1],
} as const

export const WORKDAYS = [1, 2, 3, 4, 5]
const dayName = (weekday: number): string => weekdayCodes[weekday - 1] ?? 'MO'
const inOrder = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b)

/** "every!" counts the next date from the day on which the task is done. */
const counted = (match: Match, meaning: RepeatMeaning): RepeatMeaning =>
  match.get('every') === 'completion' || match.group('done') ? { ...meaning, fromCompletion: true } : meaning

export function everyUnit(match: Match, count = 1, unit: Unit = match.get('unit') ?? 'day'): RepeatMeaning | undefined {
  const [freq, each] = FREQ[unit]
  const interval = count * each
  if (interval < 1 || interval > 999) return undefined
  return counted(match, { kind: 'repeat', freq, ...(interval > 1 && { interval }) })
}

export const dailyIn = (match: Match): RepeatMeaning =>
  counted(match, { kind: 'repeat', freq: 'DAILY', time: { part: match.get('dayPart') ?? 'morning' } })

export const weekly = (match: Match, weekdays: readonly number[], interval = 1): RepeatMeaning =>
  counted(match, {
    kind: 'repeat',
    freq: 'WEEKLY',
    ...(interval > 1 && { interval }),
    by: `BYDAY=${inOrder(weekdays).map(dayName).join(',')}`,
  })

/** Days of the month by their numbers. A negative number counts from the end. */
export function monthlyOn(match: Match, days: readonly number[], interval = 1): RepeatMeaning | undefined {
  if (!days.length || days.some(day => !Number.isInteger(day) || day === 0 || day > 31 || day < -31)) return undefined
  return counted(match, {
    kind: 'repeat',
    freq: 'MONTHLY',
    ...(interval > 1 && { interval }),
    by: `BYMONTHDAY=${inOrder(days).join(',')}`,
  })
}

/** "the first and third Monday", or "the last working day" where the text has no weekday. */
function places(match: Match, nths: readonly number[]): string | undefined {
  const weekday = match.get('weekday')
  const most = weekday === undefined ? 20 : 5
  if (!nths.length || nths.some(nth => nth === 0 || Math.abs(nth) > most)) return undefined
  return weekday === undefined
    ? `BYDAY=${WORKDAYS.map(dayName)};BYSETPOS=${inOrder(nths)}`
    : `BYDAY=${inOrder(nths).map(nth => nth + dayName(weekday))}`
}

export function monthlyOnNth(match: Match, interval = 1): RepeatMeaning | undefined {
  const by = places(match, match.get('ordinals') ?? [])
  if (!by) return undefined
  return counted(match, { kind: 'repeat', freq: 'MONTHLY', ...(interval > 1 && { interval }), by })
}

export function yearlyOn(match: Match, month: number, day: number): RepeatMeaning | undefined {
  if (!realDay(2028, month, day)) return undefined
  return counted(match, { kind: 'repeat', freq: 'YEARLY', by: `BYMONTH=${month};BYMONTHDAY=${day}` })
}

export function yearlyOnNth(match: Match): RepeatMeaning | undefined {
  const [by, month] = [places(match, [match.get('ordinal') ?? 0]), match.get('month') ?? match.get('month', 'b')]
  if (!by || month === undefined) return undefined
  return counted(match, { kind: 'repeat', freq: 'YEARLY', by: `BYMONTH=${month};${by}` })
}

const UNTIL = "(?:until|till|til|'til|through|thru|ending on|ending|ends on|up to)(?: the end of)?"

/** A month means its last day: of this year, or of the next year if it ends before the first occurrence. */
function untilMonth(match: Match): EndMeaning {
  const [month = 1, year] = [match.get('month'), match.get('year')]
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

/** The ends of repetitions, and the words that decide the use of the date after them. */
export const endings: Pattern[] = [
  pattern('for (?:the next )?{number} {unit}', match => ({
    kind: 'end',
    last: first => addDays(plus(first, match.get('number') ?? 1, match.get('unit') ?? 'day'), -1),
  })),
  pattern('(?:(?:اگلے|agle|aglay) )?{number} {unit} (?:تک|tak|کے لیے|کے لئے|ke liye|ke liay)', match => ({
    kind: 'end',
    last: first => addDays(plus(first, match.get('number') ?? 1, match.get('unit') ?? 'day'), -1),
  })),
  pattern('(?:for )(?:a total of )?{number} (?:times|occurrences)', match => count(match.get('number'))),
  pattern('{number} (?:times in total|occurrences)', match => count(match.get('number'))),
  pattern(
    '(?:صرف |کل |sirf |kul )?{number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba|dafaa) (?:تک|tak|کے لیے|کے لئے|ke liye)',
    match => count(match.get('number')),
  ),
  pattern('(?:صرف|کل|sirf|kul) {number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba|dafaa)', match =>
    count(match.get('number')),
  ),
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
