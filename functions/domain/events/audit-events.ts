import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { bounded } from '../../kit/core/schema.ts'
import { Actor, exampleActor, Instant, Uuid } from './snapshot.ts'

const Attempt = v.object({
  notificationId: Uuid,
  what: v.picklist(['reminder', 'confirm', 'test']),
  taskId: v.nullable(Uuid),
  channelId: Uuid,
  kind: v.picklist(['webpush', 'email', 'webhook']),
  /** The number of this attempt. */
  attempt: v.pipe(v.number(), v.integer(), v.minValue(1)),
})
const attempt = {
  notificationId: '0193a5e0-0000-7000-8000-000000000003',
  what: 'reminder',
  taskId: '0193a5e0-0000-7000-8000-000000000001',
  channelId: '0193a5e0-0000-7000-8000-000000000004',
  kind: 'email',
  attempt: 1,
} as const

export const notificationDelivered = defineEvent({
  type: 'zerodue.notification.delivered.v1',
  topic: 'audit-events',
  summary: 'A notification reached its channel',
  data: Attempt,
  example: attempt,
})

export const notificationFailed = defineEvent({
  type: 'zerodue.notification.failed.v1',
  topic: 'audit-events',
  summary: 'An attempt to deliver a notification failed, with the reason and the time of the next attempt',
  data: v.object({
    ...Attempt.entries,
    reason: bounded(500),
    /** The time of the next attempt; null after the last one. */
    nextAt: v.nullable(Instant),
  }),
  example: { ...attempt, attempt: 4, reason: 'The mail server answered 451.', nextAt: null },
})

export const assistantActed = defineEvent({
  type: 'zerodue.assistant.acted.v1',
  topic: 'audit-events',
  summary: 'The assistant changed something for a person',
  data: v.object({
    actor: Actor,
    /** The way by which the person, or a program of theirs, reached the assistant. */
    door: v.picklist(['mcp', 'chat']),
    tool: bounded(100),
    taskIds: v.pipe(v.array(Uuid), v.maxLength(100)),
    /** The MCP client, where the person connected one. */
    clientId: v.exactOptional(bounded(500)),
  }),
  example: {
    actor: { kind: 'assistant', id: 'mcp' },
    door: 'mcp',
    tool: 'complete_task',
    taskIds: ['0193a5e0-0000-7000-8000-000000000001'],
    clientId: 'https://client.example.com/mcp.json',
  },
})

const identityEvent = <const TName extends string, TData extends v.GenericSchema>(
  name: TName,
  summary: string,
  data: TData,
  example: v.InferInput<TData>,
) => defineEvent({ type: `zerodue.identity.${name}.v1` as const, topic: 'audit-events', summary, data, example })

const JustActor = v.object({ actor: Actor })
const tokenId = '0193a5e0-0000-7000-8000-000000000006'

export const signedUp = identityEvent('signed-up', 'A person created an account', JustActor, { actor: exampleActor })
export const signedIn = identityEvent('signed-in', 'A person signed in', JustActor, { actor: exampleActor })
export const tokenCreated = identityEvent(
  'token-created',
  'A person created an API token for a program',
  v.object({
    actor: Actor,
    tokenId: Uuid,
    name: bounded(100),
    scopes: v.pipe(v.array(v.picklist(['read', 'write'])), v.maxLength(2)),
  }),
  { actor: exampleActor, tokenId, name: 'garden', scopes: ['write'] },
)
/** The former form of `tokenRevoked` in account-events.ts. */
export const identityTokenRevoked = identityEvent(
  'token-revoked',
  'A person revoked an API token',
  v.object({ actor: Actor, tokenId: Uuid }),
  { actor: exampleActor, tokenId },
)
