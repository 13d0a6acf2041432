import type { Due } from '../../domain/due.ts'
import { parseQuickAdd } from '../../domain/quick-add/parse.ts'
import { isZone, localAt, startOfDay } from '../../domain/zone.ts'
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

/** Reads a date in digits or words: `2026-11-21 09:30`, `Oct 5 2026`, `every! 3 days`. Otherwise `undefined`. */
export function readWhen(text: string, context: DateContext): When | undefined {
  const { zone } = context
  if (text.length > mostCharacters) return undefined
  const due = readMomentText(text, zone) ?? readInstantText(text, zone)
  if (due) return isZone(due.zone) ? { due } : undefined
  const { date } = localAt(context.now, zone)
  const year = /\b(?:19|20|21)\d\d\b/.exec(text)?.[0]
  // The date may be past by now: read it as at the beginning of today, or of the year in the text.
  return readWords(text, context, date) ?? (year === undefined ? undefined : readWords(text, context, `${year}-01-01`))
}

const title = 'Task'
const mostCharacters = 200

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
