import { within } from '../../timers.ts'
import { BrokerAway, type Outgoing, type Publisher } from '../event.ts'
import {
  type DeliverOptions,
  deadLetterHeaders,
  deliver,
  likeKafkaSource,
  pauseFor,
  type Subscriber,
} from './deliver.ts'
import { type Gate, newGate } from './gate.ts'
import { newPulse, type Pulse } from './pulse.ts'

interface LocalOptions extends Partial<Pick<DeliverOptions, 'retries' | 'fetch' | 'pause'>> {
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
  const deliverOptions: DeliverOptions = { retries: likeKafkaSource, fetch, pause: pauseFor, ...rest, ...signals }
  const inFlight = new Set<Promise<unknown>>()
  const lanes = new Map<string, Promise<unknown>>()
  const states = new Map<string, { gate: Gate; pulse: Pulse }>()

  async function bring(event: Outgoing, subscriber: Subscriber): Promise<void> {
    const dead = await deliver(event, withState(subscriber), deliverOptions)
    if (!dead) return
    const [keeper] = subscribers['dead-letters'] ?? []
    const refused = keeper ? await deliver(event, withState(keeper), deliverOptions, deadLetterHeaders(dead)) : dead
    if (!refused) return
    // Kafka without dead letters would lose the event here. This rejects instead, so the outbox keeps it and tries again.
    const message = `${dead.destination} answered ${dead.status} and no subscriber accepted the dead letter: ${dead.reason}`
    throw refused.status === 0 || refused.status === 503 ? new BrokerAway(message) : new Error(message)
  }

  function withState(subscriber: Subscriber) {
    const state = states.get(subscriber.function) ?? { gate: newGate(maxParallel), pulse: newPulse() }
    states.set(subscriber.function, state)
    return { ...subscriber, ...state }
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
      const closed = new BrokerAway('The publisher was closed before a subscriber accepted the event.')
      stopRetries.abort(closed)
      await within(Promise.all(inFlight), closeWaitMs)
      stop.abort(closed)
      await Promise.all(inFlight)
    },
  }
}
