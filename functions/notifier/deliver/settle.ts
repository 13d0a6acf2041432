import { notificationDelivered, notificationFailed } from '../../domain/events/audit-events.ts'
import { notificationChanged } from '../../domain/events/task-updates.ts'
import { newEvent, type OutboxEvent } from '../../kit/events/event.ts'
import { insertEvents } from '../../kit/events/outbox-table.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { changed } from '../changed.ts'
import type { Sent } from '../send/sent.ts'
import type { Claimed } from './claim.ts'

export interface Settlement {
  sent: Sent
  startedAt: Date
  now: Date
  /** When it is tried again. */
  nextAt: Date | undefined
}

/**
 * Writes down what became of an attempt, together with the events that tell of it. Whoever lost the lease meanwhile writes
 * nothing: it belongs to somebody else.
 */
export async function settle(sql: Sql, delivery: Claimed, settlement: Settlement): Promise<OutboxEvent[]> {
  const { user_id: userId, id, lease, attempts } = delivery
  const { sent, startedAt, now, nextAt } = settlement
  const state = stateOf(settlement)
  const events = eventsOf(delivery, settlement)
  return asCaller(sql, { userId }, async tx => {
    const mine = await tx`
      update notifications.delivery set state = ${state}, next_at = ${nextAt ?? null}, lease = null, leased_until = null,
        reason = ${sent.reason ?? null}, finished_at = ${nextAt ? null : now}
      where user_id = ${userId} and id = ${id} and lease = ${lease} and state = 'sending' returning id`
    if (!mine.length) return []
    const outcome = sent.outcome === 'delivered' || sent.outcome === 'uncertain' ? sent.outcome : 'failed'
    await tx`
      insert into notifications.attempt (user_id, delivery_id, number, at, outcome, status, reason, duration_ms)
      values (${userId}, ${id}, ${attempts}, ${startedAt}, ${outcome}, ${sent.status ?? null}, ${sent.reason ?? null},
        ${Math.max(0, now.getTime() - startedAt.getTime())})`
    if (sent.outcome === 'gone') await stopChannel(tx, delivery)
    await insertEvents(tx, 'notifications', events)
    return events
  })
}

/** Of a browser that is gone nothing is kept; its owner of a webhook sees that it was stopped, and by what. */
async function stopChannel(tx: Parameters<typeof insertEvents>[0], { user_id, channel_id, kind }: Claimed) {
  if (kind === 'webpush') await tx`delete from notifications.channel where user_id = ${user_id} and id = ${channel_id}`
  else
    await tx`
      update notifications.channel set stopped = 'gone' where user_id = ${user_id} and id = ${channel_id}`
}

function stateOf({ sent: { outcome }, nextAt }: Settlement) {
  if (outcome === 'delivered' || outcome === 'uncertain') return outcome
  return nextAt ? 'pending' : 'failed'
}

function eventsOf(delivery: Claimed, { sent, now, nextAt }: Settlement): OutboxEvent[] {
  const { user_id: userId, task_id: taskId, channel_id: channelId, kind, attempts, content } = delivery
  const attempt = { notificationId: delivery.id, what: content.what, taskId, channelId, kind, attempt: attempts }
  const [cause, common] = [{ userId }, { subject: taskId, time: now }]
  const failed = { ...attempt, reason: sent.reason ?? 'unknown', nextAt: nextAt?.toISOString() ?? null }
  const state = stateOf({ sent, now, nextAt, startedAt: now })
  return [
    sent.outcome === 'delivered'
      ? newEvent(notificationDelivered, cause, { ...common, data: attempt })
      : newEvent(notificationFailed, cause, { ...common, data: failed }),
    newEvent(notificationChanged, cause, changed({ ...delivery, tag: content.tag, what: content.what, state }, now)),
  ]
}
