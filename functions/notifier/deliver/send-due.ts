import type { Alarms } from '../../kit/alarms/alarms.ts'
import type { Outbox } from '../../kit/events/outbox.ts'
import type { ReceivedEvent } from '../../kit/events/receive.ts'
import type { Log } from '../../kit/log.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { type ChannelRow, stateOf } from '../channel.ts'
import type { Sent } from '../send/sent.ts'
import { longestWaitMs, mostAttempts, pauseMs } from './backoff.ts'
import { breakerKey, noteHealth, restsUntil } from './breaker.ts'
import { type Claimed, claimDue } from './claim.ts'
import { postpone } from './postpone.ts'
import { type SendByDeps, sendBy } from './send-by.ts'
import { settle } from './settle.ts'

export interface SendDeps extends SendByDeps {
  sql: Sql
  outbox: Outbox
  alarms: Alarms
  random: () => number
  log: Log
}

/** So many are under way at once. */
const batch = 20

/**
 * Sends what is due, of all people. A function that sleeps keeps no timer: when to try again stands in the table, and the
 * next process goes by that.
 */
export const sendDue = (deps: SendDeps): Promise<number> => sendAll(deps)

/** Sends only what that event asked for: the rest has alarms of its own. A second delivery may find it unsent. */
export async function sendFor(deps: SendDeps, { userId, id }: Pick<ReceivedEvent, 'userId' | 'id'>): Promise<void> {
  if (userId === undefined) return
  const rows = await asCaller(
    deps.sql,
    { userId },
    tx => tx<{ id: string }[]>`
      select id from notifications.delivery where user_id = ${userId} and occasion = ${id} and state <> 'delivered'`,
  )
  await sendThese(
    deps,
    rows.map(row => row.id),
  )
}

export async function sendThese(deps: SendDeps, ids: string[]): Promise<void> {
  if (ids.length) await sendAll(deps, ids)
}

async function sendAll(deps: SendDeps, only?: string[]): Promise<number> {
  let sent = 0
  try {
    for (;;) {
      const claimed = await claimDue(deps.sql, deps.now(), batch, only)
      await Promise.all(claimed.map(delivery => attempt(deps, delivery)))
      sent += claimed.length
      if (claimed.length < batch) return sent
    }
  } finally {
    await armNext(deps)
  }
}

/**
 * An alarm is named by its moment, so that no process overwrites that of another; one too many finds nothing to do. Without
 * one the sweep is left.
 */
async function armNext({ sql, alarms, log }: SendDeps): Promise<void> {
  const [row] = await sql<{ next: Date | null }[]>`select notifications.next_due() as next`
  if (!row?.next) return
  await alarms.set(`due-${row.next.getTime()}`, row.next).catch(err => log.warn({ err, outcome: 'no alarm is set' }))
}

async function attempt(deps: SendDeps, delivery: Claimed): Promise<void> {
  const { sql, now, outbox, random } = deps
  const startedAt = now()
  const channel = await findChannel(deps, delivery)
  const unfit = whyNot(delivery, channel, startedAt)
  if (unfit || !channel) {
    await outbox.publish(await settle(sql, delivery, { sent: unfit ?? gone, startedAt, now: now(), nextAt: undefined }))
    return
  }
  const key = breakerKey(delivery.kind, delivery.user_id, channel.destination)
  const rest = await restsUntil(sql, key, startedAt)
  if (rest) return postpone(sql, delivery, rest)
  const sent = await sendBy(deps, delivery, channel).catch(error => brokenHere(deps, delivery, error))
  const settled = { sent, startedAt, now: now(), nextAt: nextAt(sent, delivery, now(), random()) }
  const events = await settle(sql, delivery, settled)
  await noteHealth(sql, key, sent.unwell === true, now())
  await outbox.publish(events)
}

/** A mistake of ours, before anything went out. */
function brokenHere({ log }: SendDeps, { id, kind }: Claimed, error: unknown): Sent {
  log.error({ err: error, notification: id, kind, outcome: 'not sent' })
  return { outcome: 'again', reason: 'It could not be made.' }
}

const gone: Sent = { outcome: 'never', reason: 'The channel was removed.' }

/** What must not be sent, or not any more. */
function whyNot(delivery: Claimed, channel: ChannelRow | undefined, now: Date): Sent | undefined {
  if (!channel) return gone
  if (delivery.content.what !== 'confirm' && stateOf(channel) !== 'active')
    return { outcome: 'never', reason: `The channel is ${stateOf(channel)}.` }
  if (now.getTime() - delivery.created_at.getTime() > longestWaitMs)
    return { outcome: 'never', reason: 'It waited for a day.' }
  if (delivery.attempts > mostAttempts) return { outcome: 'never', reason: 'Nobody came to the end of sending it.' }
  // Only a mail cannot be taken for the same again by whoever receives it.
  if (delivery.resumed && delivery.kind === 'email')
    return { outcome: 'uncertain', reason: 'The process ended while it was sent: it may have arrived.' }
  return undefined
}

function nextAt(sent: Sent, { attempts }: Claimed, now: Date, random: number): Date | undefined {
  if (sent.outcome !== 'again' || attempts >= mostAttempts) return undefined
  return new Date(now.getTime() + Math.max(pauseMs(attempts, random), sent.retryAfterMs ?? 0))
}

async function findChannel({ sql }: SendDeps, { user_id: userId, channel_id: id }: Claimed) {
  const [row] = await asCaller(
    sql,
    { userId },
    tx => tx<ChannelRow[]>`select * from notifications.channel where user_id = ${userId} and id = ${id}`,
  )
  return row
}
