import * as v from 'valibot'
import { inJson } from '../kit/core/schema.ts'
import { isRealDate } from './local-date.ts'

const day = '(?:19|20|21)\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])'
const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d'

/** An instant. It is kept as UTC with milliseconds; the input may have any offset. */
export const Instant = v.pipe(
  v.string(),
  v.regex(
    new RegExp(`^${day}T${clock}:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-]${clock})$`),
    'must be an instant such as 2026-11-21T09:30:00.000Z',
  ),
  inJson(
    v.check<string, string>(
      text => isRealDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)),
      'must be an instant that the calendar has',
    ),
    { format: 'date-time' },
  ),
  v.transform(text => new Date(text).toISOString()),
)
