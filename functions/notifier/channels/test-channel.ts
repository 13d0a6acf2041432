import { v7 as newId } from 'uuid'
import { asCaller } from '../../shared/database/as-caller.ts'
import { type Answer, ok } from '../../shared/runtime/answer.ts'
import type { Caller } from '../../shared/runtime/api.ts'
import { isRefusal, type Refusal, refuse } from '../../shared/runtime/problem.ts'
import { type ChannelRow, stateOf } from '../channel.ts'
import { sendDue } from '../deliver/send-due.ts'
import type { Notifier } from '../function.ts'
import { insertDelivery } from '../insert-delivery.ts'
import { sentToday } from './sent-today.ts'

const mostADay = 50

/** A delivery like any other, with the same retries; the answer says how far it came. */
export async function testChannel(deps: Notifier, caller: Caller, channelId: string): Promise<Answer | Refusal> {
  const { sql, now } = deps
  const { userId } = caller
  const id = newId()
  const begun = await asCaller(sql, caller, async tx => {
    const [row] = await tx<ChannelRow[]>`
      select * from notifications.channel where user_id = ${userId} and id = ${channelId}`
    if (!row) return refuse('channel-not-found')
    if (stateOf(row) !== 'active') return refuse('channel-not-confirmed')
    if ((await sentToday(tx, userId, 'test', now())) >= mostADay)
      return refuse('too-many-requests', { headers: { 'retry-after': '3600' } })
    const delivery = { user_id: userId, id, occasion: id, kind: row.kind, channel_id: row.id, task_id: null, at: now() }
    await insertDelivery(tx, delivery, { what: 'test', tag: id })
    return undefined
  })
  if (isRefusal(begun)) return begun
  await sendDue(deps, [id])
  const [done] = await asCaller(
    sql,
    caller,
    tx => tx<{ state: string; reason: string | null }[]>`
      select state, reason from notifications.delivery where user_id = ${userId} and id = ${id}`,
  )
  return ok({ id, state: done?.state ?? 'pending', reason: done?.reason ?? null })
}
