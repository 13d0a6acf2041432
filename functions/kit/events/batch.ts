import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { batchEvent, maxBatchBytes, maxBatched } from '../core/batch-event.ts'
import { faultsOf } from '../http/validate.ts'
import type { OutboxEvent } from './event.ts'
import { type IncomingEvent, malformed } from './read-event.ts'

/** Below this number each event stays an event of its own. */
const fewestBatched = 8

/** The same events for the outbox: many of one person and topic become batches, so that each costs little to deliver. */
export function packed(events: readonly OutboxEvent[]): OutboxEvent[] {
  if (events.length < fewestBatched) return [...events]
  const groups = Map.groupBy(events, ({ topic, userId }) => `${topic} ${userId}`)
  return [...groups.values()].flatMap(group => (group.length < fewestBatched ? group : batchesOf(group)))
}

function batchesOf(events: OutboxEvent[]): OutboxEvent[] {
  const batches: OutboxEvent[][] = []
  let batch: OutboxEvent[] = []
  let bytes = 0
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event.data))
    if (batch.length === maxBatched || (batch.length && bytes + size > maxBatchBytes)) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(event)
    bytes += size
  }
  return [...batches, batch].map(batchOf)
}

function batchOf(events: OutboxEvent[]): OutboxEvent {
  const [first] = events as [OutboxEvent]
  if (events.length === 1) return first
  const { topic, userId, traceparent, time } = first
  const inner = events.map(({ id, type, subject, time, data }) => ({ id, type, subject, time, data }))
  return {
    id: newId(),
    topic,
    type: batchEvent.type,
    subject: null,
    userId,
    time,
    data: { events: inner },
    traceparent,
  }
}

/** The events of a batch, each as if it had come alone. */
export function unpacked(arrived: IncomingEvent): IncomingEvent[] {
  const outcome = v.safeParse(batchEvent.data, arrived.data)
  if (!outcome.success) {
    const faults = outcome.issues.flatMap(issue => faultsOf(issue, 'data'))
    throw malformed(`The data does not fit ${batchEvent.type}.`, faults)
  }
  return outcome.output.events.map(({ id, type, subject, time, data }) => ({
    ...arrived,
    id,
    type,
    time,
    data,
    subject: subject ?? undefined,
  }))
}
