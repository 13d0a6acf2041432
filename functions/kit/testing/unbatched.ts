import { parse } from 'valibot'
import { batchEvent } from '../core/batch-event.ts'

/** The events with those of each batch in its place. */
export const unbatched = <T extends { type: string; data: unknown }>(events: readonly T[]): T[] =>
  events.flatMap(event =>
    event.type === batchEvent.type
      ? parse(batchEvent.data, event.data).events.map(inner => ({ ...event, ...inner }))
      : [event],
  )
