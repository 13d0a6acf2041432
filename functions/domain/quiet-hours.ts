import { addDays, instantOf, localAt } from './zone.ts'

/** The times of day between which a person's reminders wait. They go over midnight when `to` is before `from`. */
export interface QuietHours {
  from: string
  to: string
}

/**
 * That instant, or the end of the quiet hours that it falls into: they postpone a reminder and never drop it. They last
 * from the instant at which clocks show `from` to the instant at which they show `to`, also across a change of clocks.
 */
export function afterQuietHours(at: Date, quiet: QuietHours | null, zone: string): Date {
  if (!quiet) return at
  const today = localAt(at, zone).date
  for (const first of [addDays(today, -1), today]) {
    const from = instantOf(first, quiet.from, zone)
    const to = instantOf(quiet.from < quiet.to ? first : addDays(first, 1), quiet.to, zone)
    if (from <= at && at < to) return to
  }
  return at
}
