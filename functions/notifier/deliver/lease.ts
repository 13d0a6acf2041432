import { notificationDelivered, notificationFailed } from '../../domain/events/audit-events.ts'
import { notificationChanged } from '../../domain/events/task-updates.ts'
import { newEvent, type OutboxEvent } from '../../kit/events/event.ts'
import { insertEvents } from '../../kit/events/outbox-table.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../../kit/postgres/connect.ts'
import type { Kind } from '../channel.ts'
import { type Content, updateOf } from '../delivery.ts'
import type { SendResult } from '../send/result.ts'

/** A delivery that only this process may send until its lease ends. */
export interface Claimed {
  user_id: string
  id: string
  occasion: string
  channel_id: string
  kind: Kind
  task_id: string | null
  /** With the trace in which it was written. */
  content: Content & { trace?: string | null }
  /** The number of this attempt. */
  attempts: number
  lease: string
  created_at: Date
  /** An earlier lease ended without a result. */
  resumed: boolean
}

/** Longer than the slowest send: after the lease another process sends the delivery again. */
const leaseMs = 60_000

/** Leases due deliveries. Of two processes that ask at the same moment, one gets each delivery. */
export async function claimDue(sql: Sql, now: Date, count: number, only?: string[]): Promise<Claimed[]> {
  const until = new Date(now.getTime() + leaseMs)
  return sql<Claimed[]>`
    select * from notifications.claim_due(${now}, ${until}, ${count}, ${only ?? null}::uuid[])`
}

/** Gives a delivery back until the breaker lets it through. That does not count as an attempt. */
export async function postpone(sql: Sql, { user_id: userId, id, lease }: Claimed, until: Date): Promise<void> {
  await asCaller(
    sql,
    { userId },
    tx => tx`
      update notifications.delivery set state = 'pending', next_at = ${until}, lease = null, leased_until = null,
        attempts = attempts - 1
      where user_id = ${userId} and id = ${id} and lease = ${lease} and state = 'sending'`,
  )
}

interface Attempt {
  result: SendResult
  startedAt: Date
  endedAt: Date
  /** The moment of the next attempt, if there is one. */
  nextAt?: Date | undefined
}

/**
 * Writes the result of an attempt and its events in one transaction, and ends the lease. A process whose lease ended
 * before that writes nothing: another process has the delivery.
 */
export async function settle(sql: Sql, delivery: Claimed, attempt: Attempt): Promise<OutboxEvent[]> {
  const { user_id: userId, id, lease, attempts } = delivery
  const { result, startedAt, endedAt, nextAt } = attempt
  const events = eventsOf(delivery, attempt)
  return asCaller(sql, { userId }, async tx => {
    const held = await tx`
      update notifications.delivery set state = ${stateAfter(attempt)}, next_at = ${nextAt ?? null}, lease = null,
        leased_until = null, reason = ${result.reason ?? null}, finished_at = ${nextAt ? null : endedAt}
      where user_id = ${userId} and id = ${id} and lease = ${lease} and state = 'sending' returning id`
    if (!held.length) return []
    const outcome = result.outcome === 'delivered' || result.outcome === 'uncertain' ? result.outcome : 'failed'
    await tx`
      insert into notifications.attempt (user_id, delivery_id, number, at, outcome, status, reason, duration_ms)
      values (${userId}, ${id}, ${attempts}, ${startedAt}, ${outcome}, ${result.status ?? null}, ${result.reason ?? null},
        ${Math.max(0, endedAt.getTime() - startedAt.getTime())})`
    if (result.outcome === 'gone') await stopChannel(tx, delivery)
    await insertEvents(tx, 'notifications', events)
    return events
  })
}

/** A browser subscribes again by itself, so its channel is deleted. A webhook stays and shows its owner that it is gone. */
async function stopChannel(tx: Transaction, { user_id, channel_id, kind }: Claimed): Promise<void> {
  if (kind === 'webpush') await tx`delete from notifications.channel where user_id = ${user_id} and id = ${channel_id}`
  else
    await tx`
      update notifications.channel set stopped = 'gone' where user_id = ${user_id} and id = ${channel_id}`
}

function stateAfter({ result: { outcome }, nextAt }: Attempt): 'delivered' | 'uncertain' | 'pending' | 'failed' {
  if (outcome === 'delivered' || outcome === 'uncertain') return outcome
  return nextAt ? 'pending' : 'failed'
}

function eventsOf(delivery: Claimed, attempt: Attempt): OutboxEvent[] {
  const { user_id: userId, task_id: taskId, channel_id: channelId, kind, attempts, content } = delivery
  const { result, endedAt: time, nextAt } = attempt
  const cause = { userId }
  const about = { notificationId: delivery.id, what: content.what, taskId, channelId, kind, attempt: attempts }
  const failure = { ...about, reason: result.reason ?? 'unknown', nextAt: nextAt?.toISOString() ?? null }
  const change = { ...delivery, tag: content.tag, what: content.what, state: stateAfter(attempt) }
  return [
    result.outcome === 'delivered'
      ? newEvent(notificationDelivered, cause, { subject: taskId, time, data: about })
      : newEvent(notificationFailed, cause, { subject: taskId, time, data: failure }),
    newEvent(notificationChanged, cause, updateOf(change, time)),
  ]
}
