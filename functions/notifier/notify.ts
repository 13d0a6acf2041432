import { v7 as newId } from 'uuid'
import { notificationChanged } from '../domain/events/task-updates.ts'
import type { ReceivedEvent } from '../kit/events/handler.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { ChannelRow } from './channel.ts'
import { type SendDeps, sendFor } from './deliver/send-due.ts'
import { insertDelivery, type ReminderDue, updateOf } from './delivery.ts'
import { measureAttempt } from './measure.ts'

/**
 * Writes one delivery for the app and one for each channel of the person, in the transaction that takes the event. The
 * event itself is the delivery to the app; the others are sent after the commit.
 */
export async function notify(event: ReceivedEvent<ReminderDue>, context: InTransaction & SendDeps): Promise<void> {
  const { id, userId, data } = event
  const { tx, emit, now } = context
  if (userId === undefined) return
  const [deleted] = await tx`select true where notifications.is_gone(${data.firedAt})`
  if (deleted) return
  const channels = await tx<Pick<ChannelRow, 'id' | 'kind'>[]>`
    select id, kind from notifications.channel
    where user_id = ${userId} and confirmed_at is not null and stopped is null order by created_at, id`
  const at = now()
  const content = { what: 'reminder', tag: id, reminder: data } as const
  for (const channel of [{ id: null, kind: 'app' } as const, ...channels]) {
    const common = { user_id: userId, id: newId(), occasion: id, task_id: data.task.id, at }
    const delivery = { ...common, kind: channel.kind, channel_id: channel.id }
    await insertDelivery(tx, delivery, content)
    const state = channel.kind === 'app' ? 'delivered' : 'pending'
    await emit(notificationChanged, updateOf({ ...delivery, ...content, state }, at))
  }
  context.afterCommit(async () => measureAttempt('app', 'delivered', content, at))
  if (channels.length) context.afterCommit(() => sendFor(context, event))
}
