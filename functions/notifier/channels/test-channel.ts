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
import { type SendDeps, sendDue } from '../deliver/send-due.ts'
import { countOfDay, insertDelivery } from '../delivery.ts'
import { answerOnce, type WriteRequest } from './answer-once.ts'

const maxPerDay = 50
/** The status of the first answer that a key stores: the test is not sent yet. */
const accepted = 202

/**
 * A test is a delivery with the usual retries; the answer is its state after the first attempt. A key first stores the id
 * of the delivery and then that answer, so that a repetition after a crash continues with the same delivery.
 */
export async function testChannel(deps: SendDeps, request: WriteRequest, channelId: string): Promise<Outcome> {
  const outcome = await answerOnce(deps.sql, request, tx => insertTest(tx, request.caller, channelId, deps.now()))
  if (isRefusal(outcome) || outcome.status !== accepted) return outcome
  const { id } = (outcome instanceof Response ? await outcome.json() : outcome.body) as { id: string }
  await sendDue(deps, [id])
  return asCaller(deps.sql, request.caller, tx => answerState(tx, request, id))
}

async function insertTest(tx: Transaction, { userId }: Caller, channelId: string, at: Date): Promise<Answer | Refusal> {
  const [row] = await tx<ChannelRow[]>`
    select * from notifications.channel where user_id = ${userId} and id = ${channelId}`
  if (!row) return refuse(channelNotFound)
  if (stateOf(row) !== 'active') return refuse(channelNotConfirmed)
  if ((await countOfDay(tx, userId, 'test', at)) >= maxPerDay)
    return refuse(tooManyRequests, { headers: { 'retry-after': '3600' } })
  const id = newId()
  const delivery = { user_id: userId, id, occasion: id, kind: row.kind, channel_id: row.id, task_id: null, at }
  await insertDelivery(tx, delivery, { what: 'test', tag: id })
  return { status: accepted, body: { id } }
}

async function answerState(tx: Transaction, { caller: { userId }, once }: WriteRequest, id: string): Promise<Outcome> {
  const [delivery] = await tx<{ state: string; reason: string | null }[]>`
    select state, reason from notifications.delivery where user_id = ${userId} and id = ${id}`
  const answer = ok({ id, state: delivery?.state ?? 'pending', reason: delivery?.reason ?? null })
  if (!once) return answer
  // Another request with this key is sending it, and will answer.
  if (delivery?.state === 'sending') return keyInUse()
  const stored = await tx`
    update notifications.idempotency set status = ${answer.status}, body = ${bodyText(answer)}
    where user_id = ${userId} and key = ${once.key} and status = ${accepted} returning key`
  return stored.length ? answer : ((await findAnswer(tx, 'notifications', userId, once)) ?? answer)
}
