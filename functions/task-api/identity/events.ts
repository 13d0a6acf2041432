import { v7 as newId } from 'uuid'
import type { OutboxEvent } from '../../shared/events/event.ts'
import type { Caller } from '../../shared/runtime/api.ts'

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
