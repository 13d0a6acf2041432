import { structuredBody, structuredType } from '../cloud-event.ts'
import type { Outgoing, Publisher } from '../event.ts'
import { within } from '../within.ts'
import type { DaprConnection } from './dapr-settings.ts'
import { newGate } from './gate.ts'

// Dapr's own HTTP API and not @dapr/dapr: its import takes half a second of a cold start, for one POST.

/** The name of the component in dapr-components/. */
export const pubsubName = 'zerodue-events'
const timeoutMs = 10_000
const mostAtOnce = 32
/** How long closing waits for what is under way. */
const lastMs = 5_000

/**
 * Publishes through Dapr's pub/sub. `rawPayload` and the content type make daprd hand the event on byte for byte, in a
 * record that KafkaSource recognises; otherwise it wraps the event in another one and empties its traceparent.
 */
export function daprPublisher({ endpoint, apiToken }: DaprConnection): Publisher {
  const gate = newGate(mostAtOnce)
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
    })
    const said = await response.text()
    if (!response.ok) throw new Error(`Dapr took no event for ${event.topic}: ${response.status} ${said.slice(0, 300)}`)
  }

  /**
   * One after the other for each user, side by side for many. What waits behind a failure fails with it: it must not
   * overtake what is tried again later.
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
    close: () => within(Promise.allSettled(lanes.values()), lastMs),
  }
}
