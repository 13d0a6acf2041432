import type postgres from 'postgres'
import type { Sql, Transaction } from '../database/connect.ts'
import type { Log } from '../runtime/log.ts'
import type { OutboxEvent, Publisher } from './event.ts'

/** Writes events into the transaction of the change that they tell of. */
export async function insertEvents(tx: Transaction, events: OutboxEvent[]): Promise<void> {
  if (!events.length) return
  await tx`insert into tasks.outbox ${tx(events.map(toRow), 'id', 'user_id', 'topic', 'type', 'subject', 'time', 'data', 'traceparent')}`
}

export const toRow = (event: OutboxEvent) => ({
  id: event.id,
  user_id: event.userId,
  topic: event.topic,
  type: event.type,
  subject: event.subject,
  time: event.time,
  data: event.data as postgres.JSONValue,
  traceparent: event.traceparent,
})

interface OutboxRow {
  id: string
  user_id: string
  topic: OutboxEvent['topic']
  type: string
  subject: string | null
  time: Date
  data: object
  traceparent: string | null
}

/** Publishes what was just committed. When that fails the events stay in the outbox, and a sweep publishes them later. */
export async function publishCommitted(sql: Sql, publisher: Publisher, events: OutboxEvent[], log: Log): Promise<void> {
  if (!events.length) return
  try {
    await publisher.publish(events)
    await markPublished(sql, events)
  } catch (error) {
    log.warn({ err: error, events: events.length, outcome: 'left in the outbox' })
  }
}

/** Publishes whatever a crash or an absent broker left behind, oldest first, and answers how many that were. */
export async function sweepOutbox(sql: Sql, publisher: Publisher, batch = 500): Promise<number> {
  let swept = 0
  for (;;) {
    const rows = await sql<OutboxRow[]>`select * from tasks.unpublished_events(${batch})`
    if (!rows.length) return swept
    const events = rows.map(toEvent)
    await publisher.publish(events)
    await markPublished(sql, events)
    swept += events.length
  }
}

/** What waits to be published of the caller whom this transaction names: events that the database wrote by itself. */
export const listUnpublished = async (tx: Transaction, userId: string, topic: OutboxEvent['topic']) =>
  (
    await tx<OutboxRow[]>`
      select * from tasks.outbox where user_id = ${userId} and topic = ${topic} and published_at is null order by id`
  ).map(toEvent)

const markPublished = (sql: Sql, events: OutboxEvent[]) =>
  sql`select tasks.mark_published(${events.map(({ id }) => id)}::uuid[])`

const toEvent = (row: OutboxRow): OutboxEvent => ({
  id: row.id,
  topic: row.topic,
  type: row.type,
  subject: row.subject,
  userId: row.user_id,
  time: row.time.toISOString(),
  data: row.data,
  traceparent: row.traceparent,
})
