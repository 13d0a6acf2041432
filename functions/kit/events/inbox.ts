import type { Sql, Transaction } from '../postgres/connect.ts'
import { type Cause, type Emit, newEvent, type OutboxEvent } from './event.ts'
import type { ReceivedEvent, Take } from './handler.ts'
import type { Outbox } from './outbox.ts'
import { insertEvents } from './outbox-table.ts'

export interface InboxOptions {
  sql: Sql
  schema: string
  consumer: string
  /** Absent where a function emits nothing. */
  outbox?: Outbox | undefined
  /** Runs on a redelivery: the first delivery may have crashed between its commit and its last step. */
  redelivered?: ((event: ReceivedEvent) => Promise<unknown>) | undefined
}

/** A version of a task. */
export interface Versioned {
  id: string
  version: number
}

/** The transaction of a delivery: the effects of the handler and the inbox records are committed together. */
export interface InTransaction {
  tx: Transaction
  /** The schema of the function. */
  schema: string
  /** Writes an event to the outbox in this transaction; it is published after the commit. */
  emit: Emit
  /** The events to publish after the commit. Add those that another statement of this transaction has written. */
  written: OutboxEvent[]
  /** Runs work after the commit and before the answer: after the answer the function may be scaled to zero. */
  afterCommit(work: () => Promise<unknown>): void
  /**
   * The version of each of these tasks that was handled here before, of those whose version here is newer; records the new
   * one. Each task may be named once.
   */
  newest(tasks: readonly Versioned[]): Promise<Map<string, number | undefined>>
}

/**
 * Handles each event once: `(consumer, source, id)` is inserted in the transaction of the effect, and of two deliveries at
 * the same time the second waits for the first. The transaction acts for the event's user. A caller with a token has a
 * consumer name of their own, so that they cannot use up the ids of events from others.
 */
export const onceIn =
  ({ sql, schema, consumer, outbox, redelivered }: InboxOptions): Take<InTransaction> =>
  async (events, handle) => {
    const [first] = events
    if (!first) return 'handled'
    const written: OutboxEvent[] = []
    const after: (() => Promise<unknown>)[] = []
    const userId = first.userId ?? ''
    const by = first.caller ? `${consumer} for ${first.caller.userId}` : consumer
    const taken = await sql.begin(async tx => {
      const [rows] = await Promise.all([
        tx<{ id: string }[]>`
          insert into ${tx(`${schema}.inbox`)} (consumer, source, id)
          select ${by}, ${first.source}, id from unnest(${events.map(({ id }) => id)}::text[]) as id
          on conflict do nothing returning id`,
        tx`select set_config('app.user', ${userId}, true)`,
      ])
      const ids = new Set(rows.map(({ id }) => id))
      if (!ids.size) return ids
      const fresh = events.filter(({ id }) => ids.has(id))
      await handle(fresh, {
        tx,
        schema,
        written,
        emit: emitIn(tx, schema, { userId }, written),
        afterCommit: work => void after.push(work),
        newest: tasks => newest(tx, schema, userId, tasks),
      })
      return ids
    })
    await outbox?.publish(written)
    for (const work of after) await work()
    for (const event of events) if (!taken.has(event.id)) await redelivered?.(event)
    return taken.size ? 'handled' : 'duplicate'
  }

/** Inserts each event into the outbox at once, and adds it to `written`, to publish after the commit. */
export const emitIn =
  (tx: Transaction, schema: string, cause: Cause, written: OutboxEvent[]): Emit =>
  async (type, emission) => {
    const event = newEvent(type, cause, emission)
    written.push(event)
    await insertEvents(tx, schema, [event])
  }

/** One statement, so that of two versions at the same time the older one loses, in whichever order they come. */
async function newest(
  tx: Transaction,
  schema: string,
  userId: string,
  tasks: readonly Versioned[],
): Promise<Map<string, number | undefined>> {
  const rows = await tx<{ id: string; before: number | null }[]>`
    with given as (
      select * from unnest(${tasks.map(({ id }) => id)}::uuid[], ${tasks.map(({ version }) => version)}::int[])
        as given (id, version)),
    before as (
      select id, version from ${tx(`${schema}.seen`)} where user_id = ${userId} and id in (select id from given)),
    newer as (
      insert into ${tx(`${schema}.seen`)} as seen (user_id, id, version)
      select ${userId}, id, version from given order by id
      on conflict (user_id, id) do update set version = excluded.version where seen.version < excluded.version
      returning id)
    select newer.id, before.version as before from newer left join before using (id)`
  return new Map(rows.map(({ id, before }) => [id, before ?? undefined]))
}

/** Deletes all rows of a user whose account was deleted, and records the time, so that late events restore nothing. */
export async function forget(
  { userId, time }: ReceivedEvent,
  { tx, schema }: Pick<InTransaction, 'tx' | 'schema'>,
): Promise<void> {
  if (userId !== undefined) await tx`select ${tx(`${schema}.delete_caller`)}(${time})`
}

/** Removes inbox records that are older than any redelivery. */
export async function forgetReceived(sql: Sql, schema: string, before: Date): Promise<void> {
  await sql`delete from ${sql(`${schema}.inbox`)} where received_at < ${before}`
}
