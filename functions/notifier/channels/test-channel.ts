import { v7 as newId } from 'uuid'
import { channelNotConfirmed, channelNotFound } from '../../domain/problems.ts'
import { tooManyRequests } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import { type Answer, bodyText, ok } from '../../kit/http/answer.ts'
import type { Caller, Outcome } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { findAnswer, keyInUse } from '../../kit/postgres/idempotency.ts'
import { type ChannelRow, stateOf } from '../channel.ts'
import { type SendDeps, sendThese } from '../deliver/send-due.ts'
import { insertDelivery } from '../insert-delivery.ts'
import { answeredOnce, type WriteRequest } from './answered-once.ts'
import { sentToday } from './sent-today.ts'

const mostADay = 50
const begun = 202

/**
 * A delivery like any other, with the same retries; the answer says how far it came. What an idempotency key keeps is first
 * which delivery it was, then that answer: so whoever comes again after a crash goes on with the same one.
 */
export async function testChannel(deps: SendDeps, request: WriteRequest, channelId: string): Promise<Outcome> {
  const outcome = await answeredOnce(deps.sql, request, tx => begin(tx, request.caller, channelId, deps.now()))
  if (isRefusal(outcome) || outcome.status !== begun) return outcome
  const { id } = (outcome instanceof Response ? await outcome.json() : outcome.body) as { id: string }
  await sendThese(deps, [id])
  return asCaller(deps.sql, request.caller, tx => tell(tx, request, id))
}

async function begin(tx: Transaction, { userId }: Caller, channelId: string, at: Date): Promise<Answer | Refusal> {
  const [row] = await tx<ChannelRow[]>`
    select * from notifications.channel where user_id = ${userId} and id = ${channelId}`
  if (!row) return refuse(channelNotFound)
  if (stateOf(row) !== 'active') return refuse(channelNotConfirmed)
  if ((await sentToday(tx, userId, 'test', at)) >= mostADay)
    return refuse(tooManyRequests, { headers: { 'retry-after': '3600' } })
  const id = newId()
  const delivery = { user_id: userId, id, occasion: id, kind: row.kind, channel_id: row.id, task_id: null, at }
  await insertDelivery(tx, delivery, { what: 'test', tag: id })
  return { status: begun, body: { id } }
}

async function tell(tx: Transaction, { caller: { userId }, once }: WriteRequest, id: string): Promise<Outcome> {
  const [done] = await tx<{ state: string; reason: string | null }[]>`
    select state, reason from notifications.delivery where user_id = ${userId} and id = ${id}`
  const answer = ok({ id, state: done?.state ?? 'pending', reason: done?.reason ?? null })
  if (!once) return answer
  // Somebody else is sending it: whoever that is will tell.
  if (done?.state === 'sending') return keyInUse()
  const kept = await tx`
    update notifications.idempotency set status = ${answer.status}, body = ${bodyText(answer)}
    where user_id = ${userId} and key = ${once.key} and status = ${begun} returning key`
  return kept.length ? answer : ((await findAnswer(tx, 'notifications', userId, once)) ?? answer)
}
