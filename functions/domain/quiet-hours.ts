import { addDays, instantOf, localAt } from './zone.ts'

/** Times of day of one person between which reminders wait. Over midnight when it ends before it begins. */
export interface QuietHours {
  from: string
  to: string
}

/**
 * That instant, or the end of the quiet hours it falls into: they postpone and never drop. They last from the instant at
 * which the clocks show `from` to the one at which they show `to`, whatever the clocks do in between.
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
