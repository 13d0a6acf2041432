import type { Locale } from '../channel.ts'
import type { ReminderDue } from '../content.ts'

/** When the task is due, on the clocks of the person: a date without a time is the same date everywhere. */
export function whenDue({ task, zone }: Pick<ReminderDue, 'task' | 'zone'>, locale: Locale): string | undefined {
  const { due, dueAt } = task
  if (!due) return undefined
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  if (!dueAt) return format(new Date(`${due.date}T00:00:00Z`), locale, { ...day, timeZone: 'UTC' })
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const
  return format(new Date(dueAt), locale, { ...day, ...clock, timeZone: zone ?? due.zone })
}

const format = (at: Date, locale: Locale, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale === 'ur' ? 'ur-PK' : 'en-GB', options).format(at)

/** One line without anything that could begin another, or a header: control characters become spaces. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
