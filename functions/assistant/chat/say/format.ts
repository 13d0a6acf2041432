import { addDays, localAt, weekdayOf } from '../../../domain/zone.ts'
import { shorten } from '../../../kit/core/shorten.ts'
import type { Speaker } from '../check/person.ts'
import type { Language } from '../skills/intention.ts'
import { en } from './en.ts'
import { romanUrdu } from './roman-urdu.ts'
import { ur } from './ur.ts'
import type { Words } from './words.ts'

const all: Readonly<Record<Language, Words>> = { en, ur, 'ur-Latn': romanUrdu }

export const wordsIn = (language: Language): Words => all[language]

/** Characters that turn the direction of the text around them, or show nothing. */
const tricks = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

/** What people wrote, isolated: its direction and its length change nothing around it. */
export const isolated = (text: string, most = 80): string =>
  `\u2068${shorten(text.replaceAll(/\s+/g, ' ').replaceAll(tricks, '').trim() || '…', most)}\u2069`

const mostTitles = 4

export function titlesOf(tasks: readonly { title: string }[], words: Words): string {
  const shown = tasks.slice(0, mostTitles).map(({ title }) => isolated(title))
  const more = tasks.length - shown.length
  if (more > 0) return `${shown.join(', ')} + ${more}`
  return shown.length === 2 ? shown.join(words.and) : shown.join(', ')
}

interface Local {
  date: string
  time?: string | null | undefined
}

/** "tomorrow at 17:00", "Fri 20 Nov". */
export function momentInWords({ date, time }: Local, { now, zone, language }: Speaker): string {
  const words = wordsIn(language)
  const day = dayInWords(date, localAt(now, zone).date, words)
  return time ? words.at(day, time) : day
}

function dayInWords(date: string, today: string, words: Words): string {
  if (date === today) return words.today
  if (date === addDays(today, 1)) return words.tomorrow
  if (date === addDays(today, -1)) return words.yesterday
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return words.day(weekdayOf(date), day, month, date.slice(0, 4) === today.slice(0, 4) ? undefined : year)
}

export const instantInWords = (instant: string, speaker: Speaker): string =>
  momentInWords(localAt(new Date(instant), speaker.zone), speaker)

/** "30 minutes before". */
export function leadInWords(before: string, words: Words): string {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(before)
  const [days, hours, minutes] = [1, 2, 3].map(i => Number(found?.[i] ?? 0)) as [number, number, number]
  const parts = [
    ...(days ? [words.length('days', days)] : []),
    ...(hours ? [words.length('hours', hours)] : []),
    ...(minutes ? [words.length('minutes', minutes)] : []),
  ]
  return parts.length ? words.before(parts.join(' ')) : words.atDue
}
