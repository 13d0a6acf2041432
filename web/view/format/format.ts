import { addDays, localAt } from '../../../functions/domain/zone.ts'

export interface Style {
  language: 'en' | 'ur'
  numerals: 'latn' | 'arabext'
  zone: string
}

type Local = { date: string; time?: string | undefined }

/** Formats numbers, dates and times for the person. A date is a calendar day: no zone moves it. */
export interface Format extends Style {
  locale: string
  number(value: number): string
  /** 09:30 */
  time(time: string): string
  /** Today, Tomorrow, Fri, 4 Dec, 4 Dec 2027: the shortest unambiguous form. */
  day(date: string, today: string, words: { today: string; tomorrow: string; yesterday: string }): string
  /** Saturday 21 November */
  longDay(date: string, today: string): string
  /** Fri 4 Dec */
  shortDay(date: string, today?: string): string
  month(date: string): string
  weekday(date: string, width: 'narrow' | 'short' | 'long'): string
  /** Fri 4 Dec, 09:30 in the person's zone. */
  moment(instant: string): string
  localOf(instant: string | Date): Local
}

const noon = (date: string) => new Date(`${date}T12:00:00Z`)
const at = (time: string) => new Date(`2024-01-01T${time}:00Z`)

export function formatFor(style: Style): Format {
  const locale = localeOf(style)
  const formats = new Map<string, Intl.DateTimeFormat>()
  const by = (options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options)
    const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
    formats.set(key, known)
    return known
  }
  const numbers = new Intl.NumberFormat(locale)
  const year = (date: string, today: string | undefined) =>
    today && date.slice(0, 4) !== today.slice(0, 4) ? ({ year: 'numeric' } as const) : {}

  // Urdu has no short words for a.m. and p.m.
  const clock = style.language === 'ur' ? ({ hourCycle: 'h23' } as const) : {}
  const time = (text: string) => by({ hour: '2-digit', minute: '2-digit', ...clock }).format(at(text))
  const weekday: Format['weekday'] = (date, width) => by({ weekday: width }).format(noon(date))
  const shortDay: Format['shortDay'] = (date, today) =>
    by({ weekday: 'short', day: 'numeric', month: 'short', ...year(date, today) }).format(noon(date))
  const localOf: Format['localOf'] = instant => localAt(new Date(instant), style.zone)

  return {
    ...style,
    locale,
    number: value => numbers.format(value),
    time,
    weekday,
    shortDay,
    localOf,
    day(date, today, words) {
      if (date === today) return words.today
      if (date === addDays(today, 1)) return words.tomorrow
      if (date === addDays(today, -1)) return words.yesterday
      if (date > addDays(today, -7) && date < addDays(today, 7)) return weekday(date, 'short')
      return by({ day: 'numeric', month: 'short', ...year(date, today) }).format(noon(date))
    },
    longDay: (date, today) =>
      by({ weekday: 'long', day: 'numeric', month: 'long', ...year(date, today) }).format(noon(date)),
    month: date => by({ month: 'long', year: 'numeric' }).format(noon(date)),
    moment(instant) {
      const local = localOf(instant)
      return `${shortDay(local.date)} ${local.time === undefined ? '' : time(local.time)}`.trim()
    },
  }
}

/** The browser's own English if it lists one, otherwise British: days before months. */
function localeOf({ language, numerals }: Style): string {
  const candidates = language === 'ur' ? ['ur-PK'] : [...(globalThis.navigator?.languages ?? []), 'en-GB']
  const found = candidates.find(tag => tag.startsWith(`${language}-`) && isLocale(tag)) ?? 'en-GB'
  return new Intl.Locale(found, { numberingSystem: numerals }).toString()
}

/** Some systems report an invalid tag, such as `en-US@posix`. */
function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
