import type { Due } from '../../domain/due.ts'
import { parseQuickAdd } from '../../domain/quick-add/parse.ts'
import { isZone, localAt, startOfDay } from '../../domain/zone.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { readMomentText } from './field-text.ts'

export interface When {
  due: Due
  repeat?: { rule: string; from: 'due' | 'completion' }
}

/** The language, the zone and the time in which a date in words is meant. */
export interface DateContext {
  zone: string
  locale: string
  now: Date
}

/** The date in a cell, or why there is none. */
export type ReadWhen = (text: string, at?: Partial<DateContext>) => When | string

/** A date in words is shorter than this in every language. */
const mostCharacters = 80
/** So many characters of different dates in words are read in one file: over 15,000 dates. Each takes up to a millisecond. */
const mostInWords = 300_000

/**
 * Reads the dates of one file in digits or words: `2026-11-21 09:30`, `Oct 5 2026`, `every! 3 days`. It reads the same
 * words once, and refuses what comes after too many different ones.
 */
export function whenReader(context: DateContext): ReadWhen {
  const known = new Map<string, When | undefined>()
  let inWords = 0
  return (text, at) => {
    const here = { ...context, ...at }
    const { zone, locale } = here
    const unreadable = `«${shorten(text, 60)}» cannot be read as a date`
    if (text.length > mostCharacters || zone.length > mostCharacters) return unreadable
    const due = readMomentText(text, zone) ?? readInstantText(text, zone)
    if (due) return isZone(due.zone) ? { due } : unreadable
    const key = JSON.stringify([text, zone, locale])
    if (!known.has(key)) {
      inWords += text.length
      if (inWords > mostInWords) return 'is one of too many dates in words: write it like 2026-11-21'
      known.set(key, readInWords(text, here))
    }
    return known.get(key) ?? unreadable
  }
}

function readInWords(text: string, context: DateContext): When | undefined {
  const { date } = localAt(context.now, context.zone)
  const year = /\b(?:19|20|21)\d\d\b/.exec(text)?.[0]
  // The date may be past by now: read it as at the beginning of today, or of the year in the text.
  return readWords(text, context, date) ?? (year === undefined ? undefined : readWords(text, context, `${year}-01-01`))
}

const title = 'Task'

function readWords(text: string, { zone, locale }: DateContext, today: string): When | undefined {
  const { task } = parseQuickAdd({ text: `${title} ${text}`, locale, zone, now: startOfDay(today, zone) })
  const { due, repeat, ...rest } = task
  return due && rest.title === title && Object.keys(rest).length === 1 ? { due, ...(repeat && { repeat }) } : undefined
}

function readInstantText(text: string, zone: string): Due | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? undefined : { ...localAt(instant, zone), zone }
}
