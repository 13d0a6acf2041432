import * as v from 'valibot'
import { defineEvent, type EventType } from './event-type.ts'
import { Actor, exampleActor, Uuid } from './snapshot.ts'

const Attempt = v.object({
  notificationId: Uuid,
  taskId: Uuid,
  channelId: Uuid,
  kind: v.picklist(['webpush', 'email', 'webhook']),
  attempts: v.pipe(v.number(), v.integer()),
  reason: v.exactOptional(v.string()),
})
const attempt = {
  notificationId: '0193a5e0-0000-7000-8000-000000000003',
  taskId: '0193a5e0-0000-7000-8000-000000000001',
  channelId: '0193a5e0-0000-7000-8000-000000000004',
  kind: 'email',
  attempts: 1,
} as const

export const notificationDelivered = defineEvent({
  type: 'zerodue.notification.delivered.v1',
  topic: 'audit-events',
  summary: 'A notification reached its channel',
  data: Attempt,
  example: attempt,
  draft: true,
})

export const notificationFailed = defineEvent({
  type: 'zerodue.notification.failed.v1',
  topic: 'audit-events',
  summary: 'A notification was given up, and why',
  data: Attempt,
  example: { ...attempt, attempts: 5, reason: 'The mail server answered 550.' },
  draft: true,
})

export const assistantActed = defineEvent({
  type: 'zerodue.assistant.acted.v1',
  topic: 'audit-events',
  summary: 'The assistant did something for a person',
  data: v.object({ actor: Actor, conversationId: Uuid, tool: v.string() }),
  example: {
    actor: { kind: 'assistant', id: 'chat' },
    conversationId: '0193a5e0-0000-7000-8000-000000000005',
    tool: 'complete_task',
  },
  draft: true,
})

const identityEvent = <TData extends v.GenericSchema>(
  name: string,
  summary: string,
  data: TData,
  example: v.InferInput<TData>,
): EventType<TData> =>
  defineEvent({ type: `zerodue.identity.${name}.v1`, topic: 'audit-events', summary, data, example })

const JustActor = v.object({ actor: Actor })
const tokenId = '0193a5e0-0000-7000-8000-000000000006'

export const signedUp = identityEvent('signed-up', 'Somebody made an account', JustActor, { actor: exampleActor })
export const signedIn = identityEvent('signed-in', 'Somebody signed in', JustActor, { actor: exampleActor })
export const tokenCreated = identityEvent(
  'token-created',
  'An API token was made for a program',
  v.object({ actor: Actor, tokenId: Uuid, name: v.string(), scopes: v.array(v.picklist(['read', 'write'])) }),
  { actor: exampleActor, tokenId, name: 'garden', scopes: ['write'] },
)
export const tokenRevoked = identityEvent(
  'token-revoked',
  'An API token was revoked',
  v.object({ actor: Actor, tokenId: Uuid }),
  { actor: exampleActor, tokenId },
)
