import type { End, Meaning, Nth, On } from './meaning.ts'
import { once, type Tongue } from './tongue.ts'

/** In the form after "every" and before "on": Friday and Saturday are inflected, and Thursday is feminine. */
const weekdays = ['پیر', 'منگل', 'بدھ', 'جمعرات', 'جمعے', 'ہفتے', 'اتوار']
const months = once(() => new Intl.DateTimeFormat('ur', { month: 'long', timeZone: 'UTC' }))
const [masculine, feminine] = [
  ['پہلے', 'دوسرے', 'تیسرے', 'چوتھے', 'پانچویں'],
  ['پہلی', 'دوسری', 'تیسری', 'چوتھی', 'پانچویں'],
]
const periods = { day: 'دن', week: 'ہفتے', month: 'مہینے', year: 'سال' }

export const weekdayName = (weekday: number): string => weekdays[weekday - 1] ?? ''
export const monthName = (month: number): string => months().format(Date.UTC(2024, month - 1, 1))
const isFeminine = (weekday: number): boolean => weekday === 4

/** Without a comma before "and". */
const list = (items: string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join('، ')} اور ${items.at(-1)}`

export const urdu: Tongue = {
  generic: 'اپنی الگ ترتیب سے',
  say: meaning =>
    [
      spoken(meaning),
      meaning.times.length && `بوقت ${list(meaning.times)}`,
      meaning.onlyIn.length && `صرف ${list(meaning.onlyIn.map(monthName))} میں`,
      meaning.weekStart && `جب کہ ہفتہ ${weekdayName(meaning.weekStart)} سے شروع ہو`,
      meaning.end && ended(meaning.end),
    ]
      .filter(Boolean)
      .join('، '),
}

function spoken({ every, interval, on }: Meaning): string {
  if (on && 'weekdays' in on) return onWeekdays(on.weekdays, interval)
  if (!on) return every === 'day' && interval === 1 ? 'روزانہ' : period(every, interval)
  // "In every month's …" where the month can have the possessive, otherwise "after every 3 months, the month's …".
  const rest = every === 'year' ? inYear(on) : inMonth(on)
  const opening =
    interval > 2 && /^ک[ےی] /.test(rest) ? `${period(every, interval)} ${periods[every]}` : period(every, interval)
  return `${opening} ${rest}`
}

function period(every: Meaning['every'], interval: number): string {
  if (interval === 1) return `ہر ${periods[every]}`
  return interval === 2 ? `ہر دوسرے ${periods[every]}` : `ہر ${interval} ${periods[every]} بعد`
}

function onWeekdays(days: number[], interval: number): string {
  const named = `${list(days.map(weekdayName))} کو`
  if (interval > 1) return `${period('week', interval)} ${named}`
  if (days.length === 7) return 'روزانہ'
  return days.join() === '1,2,3,4,5' ? 'ہر روز پیر سے جمعے تک' : `ہر ${named}`
}

function inMonth(on: On): string {
  if ('monthDays' in on) return monthDays(on.monthDays)
  if ('workday' in on) return `کے ${nth(on.workday, false)} کام کے دن (پیر سے جمعے تک)`
  if ('nths' in on) return `${ofNths(on.nths)}${on.nths.some(({ nth: n }) => n > 4) ? rarely : ''}`
  return ''
}

function inYear(on: On): string {
  if ('dates' in on) return onDates(on.dates)
  if ('yearDays' in on) return `کے ${list(on.yearDays.map(day => nth(day, false)))} دن`
  if ('weeks' in on) return `ہفتہ نمبر ${list(on.weeks.map(String))} ${of(on.weekday)} ${weekdayName(on.weekday)} کو`
  if (!('months' in on)) return ''
  const rare = on.nths.some(({ nth: n }) => n > (on.months.length ? 4 : 52)) ? rarely : ''
  return `${on.months.length ? `${list(on.months.map(monthName))} ` : ''}${ofNths(on.nths)}${rare}`
}

function onDates(dates: { month: number; day: number }[]): string {
  const [named, last] = [dates.filter(({ day }) => day > 0), dates.filter(({ day }) => day < 0)]
  const leap = named.some(({ month, day }) => month === 2 && day === 29) ? ' (29 فروری صرف لیپ سال میں)' : ''
  const parts = [
    ...(named.length ? [`${list(named.map(({ month, day }) => `${day} ${monthName(month)}`))} کو`] : []),
    ...(last.length ? [`${list(last.map(({ month }) => monthName(month)))} کے آخری دن`] : []),
  ]
  return `${parts.join(' اور ')}${leap}`
}

function monthDays(days: readonly number[]): string {
  const [named, fromEnd] = [days.filter(day => day > 0), days.filter(day => day < 0).reverse()]
  const dates = named.length ? [`کی ${list(named.map(String))} تاریخ کو`] : []
  const last = fromEnd.length ? [`کے ${list(fromEnd.map(day => nth(day, false)))} دن`] : []
  return `${[...dates, ...last].join(' اور مہینے ')}${days.some(day => Math.abs(day) > 28) ? rarely : ''}`
}

const of = (weekday: number): string => (isFeminine(weekday) ? 'کی' : 'کے')
const rarely = ' (ایسا دن نہ ہو تو نہیں)'

function nth(n: number, female: boolean): string {
  if (n === -1) return 'آخری'
  const ordinal = (female ? feminine : masculine)[Math.abs(n) - 1] ?? `${Math.abs(n)}ویں`
  return n < 0 ? `آخر سے ${ordinal}` : ordinal
}

/** "of its second Tuesday", "of its first and third Monday", "of its first Monday and last Friday". */
function ofNths(all: Nth[]): string {
  const [first] = all
  if (!first) return ''
  const opening = of(first.weekday)
  if (all.every(({ weekday }) => weekday === first.weekday))
    return `${opening} ${list(all.map(one => nth(one.nth, isFeminine(one.weekday))))} ${weekdayName(first.weekday)} کو`
  return `${opening} ${list(all.map(one => `${nth(one.nth, isFeminine(one.weekday))} ${weekdayName(one.weekday)}`))} کو`
}

function ended(end: End): string {
  if ('count' in end) return end.count === 1 ? 'صرف ایک بار' : `کل ${end.count} بار`
  const [year, month, day] = end.date.split('-').map(Number)
  const at = end.time === undefined ? '' : ` ${end.time}${end.utc ? ' یو ٹی سی' : ''}`
  return `${day} ${monthName(month ?? 1)} ${year}${at} تک`
}
