import { v5 } from 'uuid'
import { unavailable } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import { type Emit, newEvent, type Outgoing, type Publisher, sourceOf } from './event.ts'
import type { Take } from './receive.ts'

export interface EmitContext {
  emit: Emit
}

/**
 * For functions without a database. The events that a handler emits are published before the answer, and a redelivery
 * publishes the same ones, because their ids are derived from the event. If the broker fails, the source delivers again.
 */
export const publishFirst =
  ({ publisher, functionName }: { publisher: Publisher; functionName: string }): Take<EmitContext> =>
  async ({ id, source: from, userId = '', traceparent }, handle) => {
    const events: Outgoing[] = []
    const source = sourceOf(functionName)
    await handle({
      async emit(type, emission) {
        const derivedId = v5(JSON.stringify([source, from, id, events.length]), v5.URL)
        const event = newEvent(type, { userId, traceparent }, { id: derivedId, ...emission })
        events.push({ ...event, source })
      },
    })
    try {
      if (events.length) await publisher.publish(events)
    } catch (error) {
      throw new Refused(refuse(unavailable, { detail: `The broker accepted no events: ${error}` }))
    }
    return 'handled'
  }
