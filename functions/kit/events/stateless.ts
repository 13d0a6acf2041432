import { v5 } from 'uuid'
import { unavailable } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import { type Emit, newEvent, type Outgoing, type Publisher, sourceOf, Unpublishable } from './event.ts'
import type { Take } from './handler.ts'

export interface EmitContext {
  emit: Emit
}

/**
 * For functions without a database. The events that a handler emits are published before the answer, and a redelivery
 * publishes the same ones, because their ids are derived from the event. If the broker fails, the source delivers again.
 */
export const publishFirst =
  ({ publisher, functionName }: { publisher: Publisher; functionName: string }): Take<EmitContext> =>
  async (received, handle) => {
    const events: Outgoing[] = []
    const source = sourceOf(functionName)
    for (const event of received) {
      const { id, source: from, userId = '' } = event
      let emitted = 0
      const emit: Emit = async (type, emission) => {
        const derivedId = v5(JSON.stringify([source, from, id, emitted++]), v5.URL)
        events.push({ ...newEvent(type, { userId }, { id: derivedId, ...emission }), source })
      }
      await handle([event], { emit })
    }
    try {
      if (events.length) await publisher.publish(events)
    } catch (error) {
      // No retry helps: the event becomes a dead letter with this reason.
      if (error instanceof Unpublishable) throw error
      throw new Refused(refuse(unavailable, { detail: `The broker accepted no events: ${error}` }))
    }
    return 'handled'
  }
