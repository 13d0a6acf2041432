import { unavailable } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import { type Emit, newEvent, type Outgoing, type Publisher, sourceOf } from './event.ts'
import type { Take } from './receive.ts'

export interface Emitting {
  emit: Emit
}

/**
 * For functions without a database: what a handler emits is published before the event is answered, and a redelivery
 * publishes the same again, because the ids follow from the event. While the broker is away the event comes again.
 */
export const publishing =
  ({ publisher, functionName }: { publisher: Publisher; functionName: string }): Take<Emitting> =>
  async ({ userId = '', traceparent }, handle) => {
    const events: Outgoing[] = []
    const source = sourceOf(functionName)
    await handle({
      emit: async (type, emission) =>
        void events.push({ ...newEvent(type, { userId, traceparent }, emission), source }),
    })
    try {
      if (events.length) await publisher.publish(events)
    } catch (error) {
      throw new Refused(refuse(unavailable, { detail: `The broker took nothing: ${error}` }))
    }
    return 'handled'
  }
