import { v7 as newId } from 'uuid'
import { notificationChanged } from '../domain/events/task-updates.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import { changed } from './changed.ts'
import type { ChannelRow } from './channel.ts'
import type { ReminderDue } from './content.ts'
import { type SendDeps, sendFor } from './deliver/send-due.ts'
import { insertDelivery } from './insert-delivery.ts'

/**
 * A reminder is due: one delivery for each channel of the person, and one in the app, all in the transaction that takes the
 * event. The one in the app is its own event; the others are sent after the commit, and nobody else's with them.
 */
export async function notify(event: ReceivedEvent<ReminderDue>, context: InTransaction & SendDeps): Promise<void> {
  const { id, userId, data } = event
  const { tx, emit, now } = context
  if (userId === undefined) return
  const [gone] = await tx`select true where notifications.is_gone(${data.firedAt})`
  if (gone) return
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
    await emit(notificationChanged, changed({ ...delivery, ...content, state }, at))
  }
  if (channels.length) context.afterCommit(() => sendFor(context, event))
}
