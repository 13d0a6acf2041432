import { v7 as newId } from 'uuid'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { Received } from '../kit/events/receive.ts'
import { changedEvent } from './changed-event.ts'
import type { ChannelRow } from './channel.ts'
import type { ReminderDue } from './content.ts'
import { insertDelivery } from './insert-delivery.ts'

/**
 * A reminder is due: one delivery for each channel of the person, and one in the app, all in the transaction that takes the
 * event. The one in the app is its own event; the others are sent after the commit.
 */
export const notify =
  (now: () => Date) =>
  async ({ id, userId, data }: Received<ReminderDue>, { tx, emit }: InTransaction): Promise<void> => {
    if (userId === undefined) return
    const [gone] = await tx`select true where notifications.is_gone(${data.firedAt})`
    if (gone) return
    const channels = await tx<Pick<ChannelRow, 'id' | 'kind'>[]>`
      select id, kind from notifications.channel
      where user_id = ${userId} and confirmed_at is not null and stopped is null order by created_at, id`
    const at = now()
    const common = { user_id: userId, occasion: id, task_id: data.task.id, at }
    const content = { what: 'reminder', tag: id, reminder: data } as const
    const app = { ...common, id: newId(), kind: 'app', channel_id: null } as const
    await insertDelivery(tx, app, content)
    await emit(changedEvent({ ...app, ...content, state: 'delivered' }, at))
    for (const channel of channels) {
      const delivery = { ...common, id: newId(), kind: channel.kind, channel_id: channel.id }
      await insertDelivery(tx, delivery, content)
      await emit(changedEvent({ ...delivery, ...content, state: 'pending' }, at))
    }
  }
