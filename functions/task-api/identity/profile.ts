import * as v from 'valibot'
import { USUAL_MORNING } from '../../domain/limits.ts'
import { Before } from '../../domain/reminder.ts'
import { Zone } from '../../domain/zone.ts'
import { closed } from '../../kit/core/schema.ts'
import type { Sql, Transaction } from '../../kit/postgres/connect.ts'

const Time = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:30'))

export const Locale = v.picklist(['en', 'ur'], 'must be en or ur')

export const QuietHours = v.pipe(
  closed({ from: Time, to: Time }),
  v.check(({ from, to }) => from !== to, 'must begin and end at different times'),
)

const choices = {
  zone: Zone,
  locale: Locale,
  defaultReminder: v.nullable(Before),
  quietHours: v.nullable(QuietHours),
  /** When a day begins: the time of reminders for tasks that are due on a date without a time. */
  morning: Time,
}

export const ProfilePatch = closed({
  zone: v.exactOptional(choices.zone),
  locale: v.exactOptional(choices.locale),
  defaultReminder: v.exactOptional(choices.defaultReminder),
  quietHours: v.exactOptional(v.nullable(closed({ from: v.exactOptional(Time), to: v.exactOptional(Time) }))),
  morning: v.exactOptional(choices.morning),
})
export type ProfilePatch = v.InferOutput<typeof ProfilePatch>

export const Profile = closed({
  id: v.string(),
  email: v.exactOptional(v.string()),
  name: v.exactOptional(v.string()),
  ...choices,
  version: v.pipe(v.number(), v.integer()),
})
export type Profile = v.InferOutput<typeof Profile>

type ProfileRow = Omit<Profile, 'email' | 'name'> & { email: string | null; name: string | null }

/** The choices of a person, and defaults for the rest. The transaction must name that person as `app.user`. */
export async function findProfile(sql: Sql | Transaction, userId: string): Promise<Profile> {
  const [row] = await sql<[ProfileRow]>`
    select caller.id, person.email, person.name, coalesce(profile.zone, person.zone, 'UTC') as zone,
      coalesce(profile.locale, person.locale, 'en') as locale, profile.default_reminder as "defaultReminder",
      profile.quiet_hours as "quietHours", coalesce(profile.morning, ${USUAL_MORNING}) as morning,
      coalesce(profile.version, 1) as version
    from (select ${userId}::text as id) caller
    left join identity.profile on profile.user_id = caller.id
    left join identity.person on person.id = caller.id`
  const { id, email, name, ...choices } = row
  return { id, ...(email !== null && { email }), ...(name !== null && { name }), ...choices, quietHours: hours(row) }
}

/** The zone of a person, in one round trip: it names the caller itself. */
export async function findZone(sql: Sql, userId: string): Promise<string> {
  const [row] = await sql<[{ zone: string }]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select coalesce(profile.zone, person.zone, 'UTC') as zone from caller
    left join lateral (select zone from identity.profile where user_id = caller.user_id) profile on true
    left join lateral (select zone from identity.person where id = caller.user_id) person on true`
  return row.zone
}

/** jsonb does not preserve the order of fields. */
const hours = ({ quietHours }: ProfileRow) => quietHours && { from: quietHours.from, to: quietHours.to }
