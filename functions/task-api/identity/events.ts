import { v7 as newId } from 'uuid'
import type { OutboxEvent } from '../../kit/events/event.ts'
import type { Caller } from '../../kit/http/api.ts'
import type { Profile } from './profile.ts'

/** For the audit trail. Signing up and in are told by the database itself: see `identity.tell`. */
export const identityEvent = (
  name: 'token-created' | 'token-revoked',
  { userId, actor }: Caller,
  data: object,
  now: Date,
): OutboxEvent => ({
  id: newId(),
  topic: 'audit-events',
  type: `zerodue.identity.${name}.v1`,
  subject: null,
  userId,
  time: now.toISOString(),
  data: { actor, ...data },
  traceparent: null,
})

/**
 * For the functions that go by a profile, and for clients. The first one of a person is told to functions by the database:
 * see `identity.tell_profile`.
 */
export function profileEvents(profile: Profile, { userId, actor }: Caller, now: Date): OutboxEvent[] {
  const { zone, locale, defaultReminder, quietHours, morning, version } = profile
  const told = { zone, locale, defaultReminder, quietHours, morning, version }
  const common = { subject: null, userId, time: now.toISOString(), traceparent: null }
  return [
    {
      ...common,
      id: newId(),
      topic: 'task-events',
      type: 'zerodue.user.updated.v1',
      data: { profile: told, actor },
    },
    { ...common, id: newId(), topic: 'task-updates', type: 'zerodue.profile.changed.v1', data: { profile: told } },
  ]
}
