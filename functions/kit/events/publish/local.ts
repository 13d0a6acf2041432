import type { Outgoing, Publisher } from '../event.ts'
import { within } from '../within.ts'
import { type DeliverOptions, deadLetterHeaders, deliver, type Subscriber } from './deliver.ts'
import { type Gate, newGate } from './gate.ts'
import { likeKafkaSource } from './retries.ts'

export interface LocalOptions extends Partial<Pick<DeliverOptions, 'retries' | 'fetch'>> {
  authorization: string
  subscribers: Partial<Record<string, Subscriber[]>>
  /** How many deliveries may be under way to one subscriber. */
  most?: number
  /** How long closing waits for subscribers that are at work. */
  lastMs?: number
}

/**
 * Stands in for a broker where one process is everything: POSTs the CloudEvents that KafkaSource would, with its retries,
 * its dead letters and its order (one at a time for each person and subscriber). It keeps nothing: `publish` ends when every
 * subscriber, or the dead letters, took the event, and until then the outbox has it.
 */
export function localPublisher({ subscribers, most = 16, lastMs = 2_000, ...given }: LocalOptions): Publisher {
  const [noRetries, nothing] = [new AbortController(), new AbortController()]
  const options: DeliverOptions = {
    retries: likeKafkaSource,
    fetch,
    ...given,
    noRetries: noRetries.signal,
    nothing: nothing.signal,
  }
  const underWay = new Set<Promise<unknown>>()
  const lanes = new Map<string, Promise<unknown>>()
  const gates = new Map<string, Gate>()

  async function bring(event: Outgoing, subscriber: Subscriber): Promise<void> {
    const dead = await deliver(event, withGate(subscriber), options)
    if (!dead) return
    const [keeper] = subscribers['dead-letters'] ?? []
    const refused = keeper ? await deliver(event, withGate(keeper), options, deadLetterHeaders(dead)) : dead
    // A broker without dead letters loses the event here. It has not left the outbox, so it is tried again.
    if (refused)
      throw new Error(`${dead.destination} answered ${dead.status} and nobody keeps dead letters: ${dead.reason}`)
  }

  function withGate(subscriber: Subscriber) {
    const gate = gates.get(subscriber.function) ?? newGate(most)
    gates.set(subscriber.function, gate)
    return { ...subscriber, gate }
  }

  /** After whatever goes before it in its lane, whether that succeeds or not. */
  function inLane(event: Outgoing, subscriber: Subscriber): Promise<void> {
    const lane = `${subscriber.function} ${event.userId}`
    const turn = (lanes.get(lane) ?? Promise.resolve()).then(() => bring(event, subscriber))
    const settled = turn
      .catch(() => {})
      .finally(() => {
        if (lanes.get(lane) === settled) lanes.delete(lane)
        underWay.delete(settled)
      })
    lanes.set(lane, settled)
    underWay.add(settled)
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
      const closed = new Error('It was closed before the event was taken.')
      noRetries.abort(closed)
      await within(Promise.all(underWay), lastMs)
      nothing.abort(closed)
      await Promise.all(underWay)
    },
  }
}
