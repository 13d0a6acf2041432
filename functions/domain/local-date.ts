import * as v from 'valibot'

/** A date of the calendar in the years 1900 to 2199: there is no 30 February. */
export const LocalDate = v.pipe(
  v.string(),
  v.isoDate('must be a date such as 2026-11-21'),
  v.regex(/^(?:19|20|21)\d\d-/, 'must be a date of the years 1900 to 2199'),
  v.check(isRealDate, 'must be a date that the calendar has'),
)

export const LocalTime = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:30'))

/** `Date.parse` reads 30 February as 2 March. Valibot also checks text of another form, so this must not throw. */
export function isRealDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}
