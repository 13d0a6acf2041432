import * as v from 'valibot'
import { closed, inJson, list } from '../kit/core/schema.ts'
import { Instant } from './instant.ts'
import { DAY_MINUTES, MAX_REMINDERS, YEAR_MINUTES } from './limits.ts'

/** The time before the due moment, as an ISO 8601 duration of minutes, hours, days and weeks: at most a year. */
export const Before = v.pipe(
  v.string(),
  v.regex(
    /^P(?!$)(?:\d{1,2}W|(?:\d{1,3}D)?(?:T(?=\d)(?:\d{1,4}H)?(?:\d{1,6}M)?)?)$/,
    'must be a duration such as PT30M or P1D',
  ),
  inJson(
    v.check<string, string>(duration => minutesOf(duration) <= YEAR_MINUTES, 'must be at most a year'),
    { format: 'duration' },
  ),
)

/** The time after which a reminder repeats until the task is done: from a minute to a day. */
export const Every = v.pipe(
  Before,
  v.check(duration => minutesOf(duration) >= 1 && minutesOf(duration) <= DAY_MINUTES, 'must be from PT1M to P1D'),
)

/** A reminder with `every` stops after this many times: the person is probably away. */
export const mostTimes = 20

const extra = {
  id: v.exactOptional(v.pipe(v.string(), v.uuid('must be a UUID'))),
  every: v.exactOptional(Every),
  snoozedUntil: v.exactOptional(Instant),
  firedAt: v.exactOptional(Instant),
}

export const Reminder = v.union([closed({ before: Before, ...extra }), closed({ at: Instant, ...extra })])
export type Reminder = v.InferOutput<typeof Reminder>

export const Reminders = v.pipe(
  list(Reminder, { max: MAX_REMINDERS }),
  v.check(reminders => {
    const ids = reminders.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()]))
    return new Set(ids).size === ids.length
  }, 'must have a different id each'),
)

export function minutesOf(duration: string): number {
  const [, weeks, days, hours, minutes] = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? []
  return ((Number(weeks ?? 0) * 7 + Number(days ?? 0)) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)
}
