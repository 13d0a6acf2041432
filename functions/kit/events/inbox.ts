import type { Sql, Transaction } from '../postgres/connect.ts'
import { type Cause, type Emit, newEvent, type OutboxEvent } from './event.ts'
import type { Outbox } from './outbox.ts'
import { insertEvents } from './outbox-table.ts'
import type { ReceivedEvent, Take } from './receive.ts'

export interface InboxOptions {
  sql: Sql
  schema: string
  consumer: string
  /** Absent where a function emits nothing. */
  outbox?: Outbox | undefined
}

/** The transaction of one event: the effect of the handler and the inbox record are committed together. */
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
  /** Whether this version of the task is newer than every version handled here before. Records it if so. */
  isNewest(task: { id: string; version: number }): Promise<boolean>
}

/**
 * Handles each event once: `(consumer, source, id)` is inserted in the transaction of the effect, and of two deliveries at
 * the same time the second waits for the first. The transaction acts for the event's user. A caller with a token has a
 * consumer name of their own, so that they cannot use up the ids of events from others.
 */
export const onceIn =
  ({ sql, schema, consumer, outbox }: InboxOptions): Take<InTransaction> =>
  async (event, handle) => {
    const written: OutboxEvent[] = []
    const after: (() => Promise<unknown>)[] = []
    const userId = event.userId ?? ''
    const by = event.caller ? `${consumer} for ${event.caller.userId}` : consumer
    const outcome = await sql.begin(async tx => {
      const [[taken]] = await Promise.all([
        tx`
          insert into ${tx(`${schema}.inbox`)} (consumer, source, id) values (${by}, ${event.source}, ${event.id})
          on conflict do nothing returning true as taken`,
        tx`select set_config('app.user', ${userId}, true)`,
      ])
      if (!taken) return 'duplicate' as const
      await handle({
        tx,
        schema,
        written,
        emit: emitIn(tx, schema, causeOf(event), written),
        afterCommit: work => void after.push(work),
        isNewest: task => isNewest(tx, schema, userId, task),
      })
      return 'handled' as const
    })
    await outbox?.publish(written)
    for (const work of after) await work()
    return outcome
  }

const causeOf = ({ userId = '', traceparent }: ReceivedEvent): Cause => ({ userId, traceparent })

/** Inserts each event into the outbox at once, and adds it to `written`, to publish after the commit. */
export const emitIn =
  (tx: Transaction, schema: string, cause: Cause, written: OutboxEvent[]): Emit =>
  async (type, emission) => {
    const event = newEvent(type, cause, emission)
    written.push(event)
    await insertEvents(tx, schema, [event])
  }

/** One statement, so that of two versions at the same time the older one loses, in whichever order they come. */
async function isNewest(
  tx: Transaction,
  schema: string,
  userId: string,
  { id, version }: { id: string; version: number },
): Promise<boolean> {
  const rows = await tx`
    insert into ${tx(`${schema}.seen`)} as seen (user_id, id, version) values (${userId}, ${id}, ${version})
    on conflict (user_id, id) do update set version = excluded.version where seen.version < excluded.version
    returning true`
  return rows.length > 0
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
