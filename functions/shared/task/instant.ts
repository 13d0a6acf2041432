import * as v from 'valibot'

/** An instant, kept as UTC with milliseconds whatever offset it was written with. */
export const Instant = v.pipe(
  v.string(),
  v.regex(
    /^(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/,
    'must be an instant such as 2026-11-21T09:30:00.000Z',
  ),
  v.check(text => !Number.isNaN(Date.parse(text)) && realDay(text), 'must be an instant that the calendar has'),
  v.transform(text => new Date(text).toISOString()),
)

/** `Date.parse` takes 30 February for 2 March. */
const realDay = (text: string): boolean =>
  new Date(`${text.slice(0, 10)}T00:00:00.000Z`).toISOString().slice(0, 10) === text.slice(0, 10)
