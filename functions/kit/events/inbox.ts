import type { Sql, Transaction } from '../postgres/connect.ts'
import type { OutboxEvent } from './event.ts'
import type { Outbox } from './outbox.ts'
import { insertEvents } from './outbox-table.ts'
import type { Around } from './receive.ts'

export interface InboxOptions {
  sql: Sql
  schema: string
  consumer: string
  /** Absent where a function tells nobody anything. */
  outbox?: Outbox
}

/** One transaction: what a reaction does in it is there once, together with the note that the event was taken. */
export interface InTransaction {
  tx: Transaction
  /** Writes events with the effect; they leave after the commit. */
  emit(...events: OutboxEvent[]): Promise<void>
  /** Events that somebody else has written in this transaction, to leave after the commit too. */
  written: OutboxEvent[]
  /** Whether this is the newest version of a task that was ever seen here, and from now on it is. */
  isNewest(task: { id: string; version: number }): Promise<boolean>
}

/**
 * Reacts to an event at most once: `(consumer, source, id)` is written in the transaction of the effect. Of two
 * deliveries at the same moment the second waits for the first. Row-level security knows whose event it is. Whoever comes
 * with a token of their own has ids of their own: they cannot use up those that somebody else's events will have.
 */
export const onceIn =
  ({ sql, schema, consumer, outbox }: InboxOptions): Around<InTransaction> =>
  async (event, react) => {
    const written: OutboxEvent[] = []
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
      await react({
        tx,
        written,
        async emit(...events) {
          await insertEvents(tx, schema, events)
          written.push(...events)
        },
        isNewest: task => isNewest(tx, schema, userId, task),
      })
      return 'handled' as const
    })
    await outbox?.publish(written)
    return outcome
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

/** Removes what is older than any delivery that could still come. */
export async function forgetReceived(sql: Sql, schema: string, before: Date): Promise<void> {
  await sql`delete from ${sql(`${schema}.inbox`)} where received_at < ${before}`
}
