import type postgres from 'postgres'
import type { Transaction } from '../kit/postgres/connect.ts'
import type { Kind } from './channel.ts'
import type { Content } from './content.ts'

export interface NewDelivery {
  user_id: string
  id: string
  occasion: string
  kind: Kind | 'app'
  channel_id: string | null
  task_id: string | null
  at: Date
}

/** To be sent at once; the one in the app is there as soon as it is written. */
export async function insertDelivery(
  tx: Transaction,
  { at, ...delivery }: NewDelivery,
  content: Content,
): Promise<void> {
  const done = delivery.kind === 'app'
  const row = {
    ...delivery,
    what: content.what,
    content: tx.json(content as unknown as postgres.JSONValue),
    state: done ? 'delivered' : 'pending',
    next_at: done ? null : at,
    finished_at: done ? at : null,
    created_at: at,
  }
  await tx`insert into notifications.delivery ${tx(row)}`
}
