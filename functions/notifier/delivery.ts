import type postgres from 'postgres'
import type * as v from 'valibot'
import type { reminderDue } from '../domain/events/reminders.ts'
import type { notificationChanged } from '../domain/events/task-updates.ts'
import type { Emission } from '../kit/events/event.ts'
import type { Transaction } from '../kit/postgres/connect.ts'
import { currentTraceparent } from '../kit/telemetry/span.ts'
import type { Kind } from './channel.ts'

export type ReminderDue = v.InferOutput<typeof reminderDue.data>

/** The content of a delivery. All deliveries of one reminder have the same `tag`. */
export type Content =
  | { what: 'reminder'; tag: string; reminder: ReminderDue }
  | { what: 'confirm'; tag: string; token: string }
  | { what: 'test'; tag: string }

interface NewDelivery {
  user_id: string
  id: string
  occasion: string
  kind: Kind | 'app'
  channel_id: string | null
  task_id: string | null
  at: Date
}

/** It is due at once. A notification in the app is delivered as soon as its row is there. */
export async function insertDelivery(
  tx: Transaction,
  { at, ...delivery }: NewDelivery,
  content: Content,
): Promise<void> {
  const isDelivered = delivery.kind === 'app'
  const row = {
    ...delivery,
    what: content.what,
    content: tx.json({ ...content, trace: currentTraceparent() } as unknown as postgres.JSONValue),
    state: isDelivered ? 'delivered' : 'pending',
    next_at: isDelivered ? null : at,
    finished_at: isDelivered ? at : null,
    created_at: at,
  }
  await tx`insert into notifications.delivery ${tx(row)}`
}

const dayMs = 24 * 60 * 60 * 1000

/** The number of these deliveries of a person in the last day. Removing a channel does not lower it. */
export async function countOfDay(
  tx: Transaction,
  userId: string,
  what: 'confirm' | 'test',
  now: Date,
): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::integer as count from notifications.delivery
    where user_id = ${userId} and what = ${what} and created_at > ${new Date(now.getTime() - dayMs)}`
  return row?.count ?? 0
}

interface Change {
  id: string
  tag: string
  what: Content['what']
  task_id: string | null
  channel_id: string | null
  kind: Kind | 'app'
  state: 'pending' | 'delivered' | 'failed' | 'uncertain' | 'cancelled'
}

/** The update that shows clients the new state of a notification. */
export const updateOf = (
  { id, tag, what, task_id: taskId, channel_id: channelId, kind, state }: Change,
  time: Date,
): Emission<typeof notificationChanged.data> => ({
  subject: taskId,
  time,
  data: { notificationId: id, tag, what, taskId, channelId, kind, state },
})
