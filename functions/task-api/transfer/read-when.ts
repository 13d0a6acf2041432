import type { Due } from '../../domain/due.ts'
import { parseQuickAdd } from '../../domain/quick-add/parse.ts'
import { isZone, localAt, startOfDay } from '../../domain/zone.ts'
import { readMomentText } from './moment-text.ts'

export interface When {
  due: Due
  repeat?: { rule: string; from: 'due' | 'completion' }
}

export interface Speaker {
  zone: string
  locale: string
  now: Date
}

/** A date as a file or a person writes it: `2026-11-21 09:30`, `Oct 5 2026`, `every! 3 days`. Otherwise nothing. */
export function readWhen(text: string, speaker: Speaker): When | undefined {
  const { zone } = speaker
  if (text.length > mostCharacters) return undefined
  const due = readMomentText(text, zone) ?? readInstantText(text, zone)
  if (due) return isZone(due.zone) ? { due } : undefined
  const { date } = localAt(speaker.now, zone)
  const year = /\b(?:19|20|21)\d\d\b/.exec(text)?.[0]
  // What somebody else wrote may be past by now: it is read as at the beginning of the day, or of the year it names.
  return said(text, speaker, date) ?? (year === undefined ? undefined : said(text, speaker, `${year}-01-01`))
}

const title = 'Task'
const mostCharacters = 200

function said(text: string, { zone, locale }: Speaker, today: string): When | undefined {
  const { task } = parseQuickAdd({ text: `${title} ${text}`, locale, zone, now: startOfDay(today, zone) })
  const { due, repeat, ...rest } = task
  return due && rest.title === title && Object.keys(rest).length === 1 ? { due, ...(repeat && { repeat }) } : undefined
}

function readInstantText(text: string, zone: string): Due | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? undefined : { ...localAt(instant, zone), zone }
}
