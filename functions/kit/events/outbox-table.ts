import type postgres from 'postgres'
import type { Sql, Transaction } from '../postgres/connect.ts'
import type { OutboxEvent } from './event.ts'

/** Before all other ids. */
export const first = '00000000-0000-0000-0000-000000000000'

interface OutboxRow {
  id: string
  user_id: string
  topic: string
  type: string
  subject: string | null
  time: Date
  data: object
  traceparent: string | null
}

/** Inserts events in the transaction of the change that they are about. */
export async function insertEvents(tx: Transaction, schema: string, events: OutboxEvent[]): Promise<void> {
  if (!events.length) return
  await tx`insert into ${tx(`${schema}.outbox`)} ${tx(events.map(toRow), 'id', 'user_id', 'topic', 'type', 'subject', 'time', 'data', 'traceparent')}`
}

/** The unpublished events of a user, oldest first: for events that a trigger of the database has written. */
export async function listUnpublished(
  tx: Transaction,
  schema: string,
  userId: string,
  topics: string[],
): Promise<OutboxEvent[]> {
  const rows = await tx<OutboxRow[]>`
    select * from ${tx(`${schema}.outbox`)} where user_id = ${userId} and topic = any(${topics}) and published_at is null
    order by time`
  return rows.map(toEvent)
}

/** One page of the unpublished events of all users, after the last event of the previous page. */
export async function findUnpublished(sql: Sql, schema: string, after: string, most: number): Promise<OutboxEvent[]> {
  const rows = await sql<OutboxRow[]>`select * from ${sql(`${schema}.unpublished_events`)}(${after}, ${most})`
  return rows.map(toEvent)
}

/** Whether any event waits to be published. */
export async function hasUnpublished(sql: Sql, schema: string): Promise<boolean> {
  return (await findUnpublished(sql, schema, first, 1)).length > 0
}

/**
 * Marks events as published. One statement runs at a time, and ids that come meanwhile share the next one, which saves
 * statements under load. It does not wait for the disk: losing a mark in a crash only publishes that event again.
 */
export function createMarker(sql: Sql, schema: string): (events: OutboxEvent[]) => Promise<void> {
  let gathered: string[] = []
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()
  const mark = async () => {
    const ids = gathered
    gathered = []
    next = undefined
    await sql`
      select set_config('synchronous_commit', 'off', true), ${sql(`${schema}.mark_published`)}(${ids}::uuid[])`
  }
  return events => {
    gathered.push(...events.map(({ id }) => id))
    if (!next) {
      next = running.then(mark)
      running = next.catch(() => {})
    }
    return next
  }
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
