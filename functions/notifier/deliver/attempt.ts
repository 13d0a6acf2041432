import type { Outbox } from '../../kit/events/outbox.ts'
import type { Log } from '../../kit/log.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { inSpan, type Span } from '../../kit/telemetry/span.ts'
import { type ChannelRow, stateOf } from '../channel.ts'
import { measureAttempt } from '../measure.ts'
import type { SendResult } from '../send/result.ts'
import { blockedUntil, breakerKey, recordResult } from './breaker.ts'
import { type Claimed, postpone, settle } from './lease.ts'
import { type SendByDeps, sendBy } from './send-by.ts'

export interface AttemptDeps extends SendByDeps {
  sql: Sql
  outbox: Pick<Outbox, 'publish'>
  random: () => number
  log: Log
}

/** One attempt and three retries. */
const maxAttempts = 4
/** A reminder that could not be sent by then is no use any more. */
const maxWaitMs = 24 * 60 * 60 * 1000
const firstPauseMs = 30_000
const pauseFactor = 4

/** Sends a delivery by its channel and writes the result. While the breaker is open, the delivery waits. */
export const attempt = (deps: AttemptDeps, delivery: Claimed): Promise<void> =>
  inSpan(
    {
      name: `send ${delivery.kind}`,
      kind: 'client',
      after: delivery.content.trace,
      attributes: { function: 'notifier' },
    },
    span => attemptIn(span, deps, delivery),
  )

async function attemptIn(span: Span, deps: AttemptDeps, delivery: Claimed): Promise<void> {
  const { sql, now, outbox, random } = deps
  const startedAt = now()
  const channel = await findChannel(sql, delivery)
  const obstacle = channel ? obstacleTo(delivery, channel, startedAt) : removed
  if (obstacle || !channel) {
    await outbox.publish(await settle(sql, delivery, { result: obstacle ?? removed, startedAt, endedAt: now() }))
    return
  }
  const key = breakerKey(delivery.kind, delivery.user_id, channel.destination)
  const blocked = await blockedUntil(sql, key, startedAt)
  if (blocked) return postpone(sql, delivery, blocked)
  const result = await sendBy(deps, delivery, channel).catch(error => ownFailure(deps, delivery, error))
  const endedAt = now()
  const { outcome } = result
  measureAttempt(delivery.kind, outcome, delivery.content, endedAt)
  Object.assign(span.attributes, { outcome, attempt: delivery.attempts })
  if (outcome !== 'delivered') span.failure = outcome
  const events = await settle(sql, delivery, {
    result,
    startedAt,
    endedAt,
    nextAt: nextAttempt(result, delivery, endedAt, random()),
  })
  await recordResult(sql, key, result.serverFailed === true, endedAt)
  await outbox.publish(events)
}

/** A bug of this program, before anything was sent. */
function ownFailure({ log }: AttemptDeps, { id, kind }: Claimed, error: unknown): SendResult {
  log.error({ err: error, notification: id, kind, outcome: 'not sent' })
  return { outcome: 'retry', reason: 'Zerodue could not write the message.' }
}

const removed: SendResult = { outcome: 'failed', reason: 'The channel was removed.' }

/** The reason why a delivery must not be sent, or no longer. */
function obstacleTo(delivery: Claimed, channel: ChannelRow, now: Date): SendResult | undefined {
  const state = stateOf(channel)
  if (delivery.content.what !== 'confirm' && state !== 'active')
    return { outcome: 'failed', reason: `The channel is ${state}.` }
  if (now.getTime() - delivery.created_at.getTime() > maxWaitMs)
    return { outcome: 'failed', reason: 'It could not be sent within a day.' }
  if (delivery.attempts > maxAttempts) return { outcome: 'failed', reason: 'No attempt came to an end.' }
  // The receiver of a webhook or a push recognizes a repetition. The reader of a mail gets it twice.
  if (delivery.resumed && delivery.kind === 'email')
    return { outcome: 'uncertain', reason: 'The process ended while it sent the mail, which may have arrived.' }
  return undefined
}

/**
 * Exponential backoff: half a minute, two minutes, eight minutes. Each varies by a quarter, so that deliveries that fail
 * together are not retried together. `random` is from 0 to 1.
 */
function nextAttempt(result: SendResult, { attempts }: Claimed, now: Date, random: number): Date | undefined {
  if (result.outcome !== 'retry' || attempts >= maxAttempts) return undefined
  const pauseMs = Math.round(firstPauseMs * pauseFactor ** (attempts - 1) * (0.75 + random / 2))
  return new Date(now.getTime() + Math.max(pauseMs, result.retryAfterMs ?? 0))
}

async function findChannel(sql: Sql, { user_id: userId, channel_id: id }: Claimed): Promise<ChannelRow | undefined> {
  const [row] = await asCaller(
    sql,
    { userId },
    tx => tx<ChannelRow[]>`select * from notifications.channel where user_id = ${userId} and id = ${id}`,
  )
  return row
}
