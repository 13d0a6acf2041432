import { catalog } from '../../functions/domain/events/catalog.ts'
import { type Topic, topics } from '../../functions/domain/events/topics.ts'
import { batchEvent } from '../../functions/kit/core/batch-event.ts'
import type { EventType } from '../../functions/kit/core/event-type.ts'
import { type AnyFunction, doorsOf } from '../../functions/kit/define-function.ts'
import { attributesOf } from '../../functions/kit/events/cloud-event.ts'
import { sourceOf } from '../../functions/kit/events/event.ts'
import { loadFunctions } from '../../functions/kit/function-names.ts'
import type { Json } from '../../functions/kit/http/json-schema.ts'

/** The events of each topic. */
const descriptions: Record<Topic, string> = {
  'task-events': 'Events of tasks, each with the whole task',
  recurrences: 'Ends of occurrences, which ask for the next one before anything else happens',
  'task-commands': 'Requests to change tasks, from functions and from any other producer',
  'task-updates': 'Changes that clients show',
  'account-events': 'Events of accounts, their sessions and their tokens',
  reminders: 'Reminders that are due now',
  'audit-events': 'Other events for the audit trail',
  'dead-letters': 'Events of any type that a function did not handle, with knativeerrordest, -code and -data',
  parked: 'Dead letters that audit-sink did not keep; no function reads them, an operator does',
}

/** Senders that are not functions. */
const others: Partial<Record<Topic, string>> = {
  'task-commands': 'any producer',
  'dead-letters': 'KafkaSource',
  parked: 'KafkaSource',
}

/** The writers and readers of a topic. Every function reads its topics with a consumer group of its own name. */
interface Traffic {
  from: string[]
  to: string[]
}

function trafficOf(functions: readonly AnyFunction[], topic: Topic): Traffic {
  const named = (has: (definition: AnyFunction) => boolean) => functions.filter(has).map(({ name }) => name)
  const from = named(({ emits = [] }) => emits.some((type: EventType) => type.topic === topic))
  const to = named(definition => doorsOf(definition).some(({ topics }) => topics.includes(topic)))
  return { from: [...from, ...(others[topic] ? [others[topic]] : [])], to }
}

export async function asyncApi(): Promise<Json> {
  const functions = await loadFunctions()
  const traffic = (topic: Topic) => trafficOf(functions, topic)
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Zerodue',
      version: '1.0.0',
      description:
        'Records are CloudEvents 1.0 with JSON data, in binary mode or structured, keyed by user. Every one may arrive more than once, late and out of order: `source` and `id` name an event, and `version` of a task says which of two is newer.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map(topic => [topic, channel(topic, descriptions[topic])])),
    operations: Object.fromEntries(topics.flatMap(topic => operations(topic, traffic(topic)))),
    components: {
      messages: Object.fromEntries(catalog.map(event => [event.type, message(event, functions)])),
      messageTraits: { cloudEvent: { headers } },
    },
  }
}

/** A change of many tasks writes its events in batches. */
const inBatches = ['task-events', 'task-updates']

const ofTopic = (topic: string) => [
  ...catalog.filter(event => event.topic === topic || wasIn(topic, event)).map(({ type }) => type),
  ...(inBatches.includes(topic) ? [batchEvent.type] : []),
]

/** Whether it is published in this topic too, because it was there before. */
const wasIn = (topic: string, event: EventType): boolean => {
  const former = event.formerly?.(event.example)
  return former?.topic === topic && !former.type
}

const channel = (topic: string, description: string): Json => ({
  address: topic,
  description,
  messages: Object.fromEntries(ofTopic(topic).map(type => [type, { $ref: `#/components/messages/${type}` }])),
  bindings: { kafka: { topic } },
})

/** Each function sends to a channel or receives from it. */
const operations = (topic: string, { from, to }: Traffic): [string, Json][] =>
  [...from.map(name => ['send', name] as const), ...to.map(name => ['receive', name] as const)].map(
    ([action, name]) => [
      `${name.replaceAll(' ', '-')}.${action}.${topic}`,
      {
        action,
        summary: `${name} ${action === 'send' ? 'writes to' : 'reads'} ${topic}`,
        channel: { $ref: `#/channels/${topic}` },
        ...(action === 'receive' && { bindings: { kafka: { groupId: { type: 'string', const: name } } } }),
      },
    ],
  )

const message = (event: EventType, functions: readonly AnyFunction[]): Json => ({
  name: event.type,
  title: event.type,
  summary: event.draft ? `${event.summary} (draft)` : event.summary,
  contentType: 'application/json',
  traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
  bindings: { kafka: { key: { type: 'string', description: 'The id of the user' } } },
  payload: { $ref: `./events/${event.type}.json` },
  examples: [{ headers: exampleHeaders(event, functions), payload: event.example }],
})

const headers: Json = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'content-type'],
  properties: {
    'content-type': { type: 'string', const: 'application/json' },
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', minLength: 1, maxLength: 512 },
    ce_source: { type: 'string', format: 'uri-reference', minLength: 1, maxLength: 512 },
    ce_type: { type: 'string' },
    ce_subject: { type: 'string', description: 'The id of the task, if the event is about one' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_dataschema: { type: 'string', format: 'uri' },
    ce_userid: { type: 'string', description: 'The id of the user' },
    ce_partitionkey: { type: 'string', description: 'The key of the record: the id of the user' },
    ce_batchtypes: { type: 'string', description: 'The types in a batch, with commas between them' },
    ce_traceparent: { type: 'string', description: 'W3C Trace Context' },
  },
}

function exampleHeaders({ type, topic, example }: EventType, functions: readonly AnyFunction[]): Json {
  const topics = type === batchEvent.type ? inBatches : [topic ?? []].flat()
  const [sender = 'clock'] = topics.flatMap(one => trafficOf(functions, one as Topic).from)
  const { task, id } = (example ?? {}) as { task?: { id: string }; id?: string }
  const attributes = attributesOf({
    id: '0193a5e0-0000-7000-8000-00000000000a',
    source: topic === 'task-commands' ? '/sensors/garden' : sourceOf(sender),
    topic: topic ?? 'task-events',
    type,
    subject: task?.id ?? id ?? null,
    userId: 'ana',
    time: '2026-11-21T05:00:00.000Z',
    data: (example ?? {}) as object,
    traceparent: null,
  })
  const named = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value])
  return { 'content-type': 'application/json', ...Object.fromEntries(named) }
}
