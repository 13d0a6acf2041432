import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { batchEvent } from '../../kit/core/batch-event.ts'
import type { OutboxEvent } from '../../kit/events/event.ts'
import { catalog } from '../events/catalog.ts'

/** Throws when an event differs from its type in the catalog. A field that the type does not describe is as wrong as a missing one. */
export function mustMatchCatalog(event: OutboxEvent): void {
  const { type, topic, data } = event
  if (type === batchEvent.type) {
    const { events } = v.parse(batchEvent.data, JSON.parse(JSON.stringify(data)))
    for (const inner of events) mustMatchCatalog({ ...event, type: inner.type, data: inner.data as object })
    return
  }
  const known = catalog.find(event => event.type === type)
  if (!known) throw new Error(`${type} is not in the catalog`)
  if (known.topic !== topic) throw new Error(`${type} belongs to ${known.topic}, not ${topic}`)
  const sent = JSON.parse(JSON.stringify(data))
  const read = v.parse(known.data, sent)
  if (!isDeepStrictEqual(read, sent))
    throw new Error(`${type} carries what the catalog does not describe: ${JSON.stringify(sent)}`)
}
