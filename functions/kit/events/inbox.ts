import type { Sql, Transaction } from '../postgres/connect.ts'
import { type Cause, type Emit, newEvent, type OutboxEvent } from './event.ts'
import type { Outbox } from './outbox.ts'
import { insertEvents } from './outbox-table.ts'
import type { Received, Take } from './receive.ts'

export interface InboxOptions {
  sql: Sql
  schema: string
  consumer: string
  /** Absent where a function emits nothing. */
  outbox?: Outbox | undefined
}

/** One transaction: the effect of a handler is there once, together with the record that the event was taken. */
export interface InTransaction {
  tx: Transaction
  /** The schema of the function. */
  schema: string
  /** Writes an event with the effect; it leaves after the commit. */
  emit: Emit
  /** Events that another statement of this transaction has written, to leave after the commit too. */
  written: OutboxEvent[]
  /** Does this after the commit and before the answer: after the answer a function may be put to sleep. */
  afterCommit(work: () => Promise<unknown>): void
  /** Whether this is the newest version of a task that was ever seen here, and from now on it is. */
  isNewest(task: { id: string; version: number }): Promise<boolean>
}

/**
 * Handles an event at most once: `(consumer, source, id)` is written in the transaction of the effect. Of two
 * deliveries at the same moment the second waits for the first. Row-level security knows whose event it is. A caller with a
 * token of their own has ids of their own: they cannot use up those that somebody else's events will have.
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

const causeOf = ({ userId = '', traceparent }: Received): Cause => ({ userId, traceparent })

/** Writes each event at once, in the transaction of what it tells of, and notes it in `written` for the time after. */
export const emitIn =
  (tx: Transaction, schema: string, cause: Cause, written: OutboxEvent[]): Emit =>
  async (type, emission) => {
    const event = newEvent(type, cause, emission)
    written.push(event)
    await insertEvents(tx, schema, [event])
  }

/** One statement, so that of two versions at the same moment the older one loses, whichever comes first. */
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

/** Removes everything of a person whose account was deleted, and remembers when: late events bring nothing back. */
export async function forget(
  { userId, time }: Received,
  { tx, schema }: Pick<InTransaction, 'tx' | 'schema'>,
): Promise<void> {
  if (userId !== undefined) await tx`select ${tx(`${schema}.delete_caller`)}(${time})`
}

/** Removes what is older than any delivery that could still come. */
export async function forgetReceived(sql: Sql, schema: string, before: Date): Promise<void> {
  await sql`delete from ${sql(`${schema}.inbox`)} where received_at < ${before}`
}
