import * as v from 'valibot'
import { askDaprd } from '../../ask-daprd.ts'
import { within } from '../../timers.ts'
import { structuredBody, structuredType } from '../cloud-event.ts'
import { BrokerAway, type Outgoing, type Publisher, Unpublishable } from '../event.ts'
import type { DaprConnection } from './dapr-settings.ts'
import { newGate } from './gate.ts'

// By Dapr's HTTP API and not @dapr/dapr: its import takes half a second of a cold start, and it hides errors of publishing.

/** The name of the component in dapr-components/. */
export const pubsubName = 'zerodue-events'
const timeoutMs = 10_000
const maxParallel = 32
/** How long closing waits for the events in flight. */
const closeWaitMs = 5_000

/**
 * Publishes through Dapr's pub/sub. With `rawPayload` and the content type daprd forwards the event byte for byte, in a
 * record that KafkaSource recognises; otherwise it wraps the event in another one and clears its traceparent.
 */
export function daprPublisher(connection: DaprConnection): Publisher {
  const { endpoint, apiToken } = connection
  const gate = newGate(maxParallel)
  const lanes = new Map<string, Promise<void>>()

  async function send(event: Outgoing): Promise<void> {
    const metadata = new URLSearchParams({
      'metadata.rawPayload': 'true',
      'metadata.content-type': structuredType,
      'metadata.partitionKey': event.userId,
    })
    const response = await fetch(`${endpoint}/v1.0/publish/${pubsubName}/${event.topic}?${metadata}`, {
      method: 'POST',
      headers: { 'content-type': structuredType, ...(apiToken && { 'dapr-api-token': apiToken }) },
      body: structuredBody(event),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(error => {
      throw new BrokerAway(`daprd does not answer: ${error}`)
    })
    const answer = await response.text()
    // The message of the broker, which Dapr passes on.
    if (/too large/i.test(answer)) throw new Unpublishable(`${event.topic}: ${answer.slice(0, 300)}`)
    if (!response.ok)
      throw new Error(`Dapr refused an event for ${event.topic}: ${response.status} ${answer.slice(0, 300)}`)
  }

  /**
   * One event at a time for each user, users in parallel. Events that wait behind a failure fail too: they must not overtake
   * the one that is retried later.
   */
  function inLane(userId: string, events: Outgoing[]): Promise<void> {
    const turn = (lanes.get(userId) ?? Promise.resolve()).then(async () => {
      for (const event of events) await gate(() => send(event))
    })
    const done = () => {
      if (lanes.get(userId) === turn) lanes.delete(userId)
    }
    lanes.set(userId, turn)
    turn.then(done, done)
    return turn
  }

  return {
    async publish(events) {
      const turns = [...Map.groupBy(events, ({ userId }) => userId)].map(([userId, own]) => inLane(userId, own))
      await Promise.all(turns)
    },
    close: () => within(Promise.allSettled(lanes.values()), closeWaitMs),
    // Only publishing shows whether daprd reaches its broker.
    ask: () =>
      askDaprd(connection, {
        path: '/v1.0/metadata',
        lackOf: ({ text }) => (hasComponent(text) ? undefined : `daprd has no component ${pubsubName}.`),
        hangs: 'daprd does not answer.',
      }),
  }
}

const Metadata = v.object({ components: v.optional(v.array(v.object({ name: v.string() })), []) })

const hasComponent = (text: string): boolean =>
  v.parse(Metadata, JSON.parse(text)).components.some(({ name }) => name === pubsubName)
