import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { identityTokenRevoked } from './audit-events.ts'
import { Actor, exampleActor, exampleProfile, ProfileSnapshot, Uuid } from './snapshot.ts'

// `user.*` was in task-events, and `token.revoked` was `identity.token-revoked` in audit-events. Until 1 June 2027 each is
// published there too, with the same id, for consumers that read only the old topic. After that date delete every
// `formerly` of this file, and `identityTokenRevoked`.

const topic = 'account-events'

export const userUpdated = defineEvent({
  type: 'zerodue.user.updated.v1',
  topic,
  summary: 'A person changed the profile that reminders and mails use',
  data: v.object({ profile: ProfileSnapshot, actor: Actor }),
  example: { profile: exampleProfile, actor: exampleActor },
  formerly: () => ({ topic: 'task-events' }),
})

export const userDeleted = defineEvent({
  type: 'zerodue.user.deleted.v1',
  topic,
  summary: 'An account was deleted: every function deletes the data of this user',
  data: v.object({ actor: Actor }),
  example: { actor: exampleActor },
  formerly: () => ({ topic: 'task-events' }),
})

export const sessionEnded = defineEvent({
  type: 'zerodue.session.ended.v1',
  topic,
  summary: 'A person ended a session, by a sign-out or with a new password. A session that expires has no event',
  data: v.object({ actor: Actor, sessionId: Uuid }),
  example: { actor: exampleActor, sessionId: '0193a5e0-0000-7000-8000-000000000008' },
})

export const tokenRevoked = defineEvent({
  type: 'zerodue.token.revoked.v1',
  topic,
  summary: 'A person revoked an API token, or ended the connection of a program',
  data: v.object({ actor: Actor, tokenId: Uuid, kind: v.picklist(['api-token', 'connection']) }),
  example: { actor: exampleActor, tokenId: '0193a5e0-0000-7000-8000-000000000006', kind: 'api-token' },
  formerly: ({ kind, ...data }) =>
    kind === 'api-token' ? { topic: 'audit-events', type: identityTokenRevoked.type, data } : undefined,
})
