import { within } from '../../timers.ts'
import type { Outgoing, Publisher } from '../event.ts'
import { type DeliverOptions, deadLetterHeaders, deliver, likeKafkaSource, type Subscriber } from './deliver.ts'
import { type Gate, newGate } from './gate.ts'

interface LocalOptions extends Partial<Pick<DeliverOptions, 'retries' | 'fetch'>> {
  authorization: string
  subscribers: Partial<Record<string, Subscriber[]>>
  /** How many deliveries to one subscriber run in parallel. */
  maxParallel?: number
  /** How long closing waits for the deliveries in flight. */
  closeWaitMs?: number
}

/**
 * Replaces the broker where all functions share one process. POSTs the same CloudEvents as KafkaSource, with its retries,
 * dead letters and order: one at a time for each user and subscriber. It stores nothing: `publish` resolves when every
 * subscriber, or the dead letters, accepted the event, and until then the outbox keeps it.
 */
export function localPublisher(options: LocalOptions): Publisher {
  const { subscribers, maxParallel = 16, closeWaitMs = 2_000, ...rest } = options
  const [stopRetries, stop] = [new AbortController(), new AbortController()]
  const signals = { stopRetries: stopRetries.signal, stop: stop.signal }
  const deliverOptions: DeliverOptions = { retries: likeKafkaSource, fetch, ...rest, ...signals }
  const inFlight = new Set<Promise<unknown>>()
  const lanes = new Map<string, Promise<unknown>>()
  const gates = new Map<string, Gate>()

  async function bring(event: Outgoing, subscriber: Subscriber): Promise<void> {
    const dead = await deliver(event, withGate(subscriber), deliverOptions)
    if (!dead) return
    const [keeper] = subscribers['dead-letters'] ?? []
    const refused = keeper ? await deliver(event, withGate(keeper), deliverOptions, deadLetterHeaders(dead)) : dead
    // Kafka without dead letters would lose the event here. This rejects instead, so the outbox keeps it and tries again.
    if (refused)
      throw new Error(
        `${dead.destination} answered ${dead.status} and no subscriber accepted the dead letter: ${dead.reason}`,
      )
  }

  function withGate(subscriber: Subscriber) {
    const gate = gates.get(subscriber.function) ?? newGate(maxParallel)
    gates.set(subscriber.function, gate)
    return { ...subscriber, gate }
  }

  /** Waits for the previous event of its lane, whether that succeeds or not. */
  function inLane(event: Outgoing, subscriber: Subscriber): Promise<void> {
    const lane = `${subscriber.function} ${event.userId}`
    const turn = (lanes.get(lane) ?? Promise.resolve()).then(() => bring(event, subscriber))
    const settled = turn
      .catch(() => {})
      .finally(() => {
        if (lanes.get(lane) === settled) lanes.delete(lane)
        inFlight.delete(settled)
      })
    lanes.set(lane, settled)
    inFlight.add(settled)
    return turn
  }

  return {
    oneByOne: true,
    async publish(events) {
      const turns = events.flatMap(event => (subscribers[event.topic] ?? []).map(one => inLane(event, one)))
      const failed = (await Promise.allSettled(turns)).find(turn => turn.status === 'rejected')
      if (failed) throw failed.reason
    },
    async close() {
      const closed = new Error('The publisher was closed before a subscriber accepted the event.')
      stopRetries.abort(closed)
      await within(Promise.all(inFlight), closeWaitMs)
      stop.abort(closed)
      await Promise.all(inFlight)
    },
  }
}
