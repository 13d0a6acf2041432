import { unavailable } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import { type OutboxEvent, type Publisher, sourceOf } from './event.ts'
import type { Around } from './receive.ts'

export interface Emitting {
  emit(...events: OutboxEvent[]): void
}

/**
 * For functions without a database: what a reaction emits is published before the event is answered, and not at all twice
 * in effect, because its ids follow from the event. While the broker is away the event comes again.
 */
export const publishing =
  ({ publisher, functionName }: { publisher: Publisher; functionName: string }): Around<Emitting> =>
  async (_event, react) => {
    const events: OutboxEvent[] = []
    await react({ emit: (...more) => void events.push(...more) })
    const source = sourceOf(functionName)
    try {
      if (events.length) await publisher.publish(events.map(event => ({ ...event, source })))
    } catch (error) {
      throw new Refused(refuse(unavailable, { detail: `The broker took nothing: ${error}` }))
    }
    return 'handled'
  }
