import { timingSafeEqual } from 'node:crypto'
import { asCaller } from '../../shared/database/as-caller.ts'
import { type Answer, ok } from '../../shared/runtime/answer.ts'
import type { Caller } from '../../shared/runtime/api.ts'
import { type Refusal, refuse } from '../../shared/runtime/problem.ts'
import { type ChannelRow, hashOf, shown } from '../channel.ts'
import type { Notifier } from '../function.ts'

/** Confirming what is confirmed answers the same. */
export const confirmChannel = (
  { sql, now }: Notifier,
  caller: Caller,
  id: string,
  token: string,
): Promise<Answer | Refusal> =>
  asCaller(sql, caller, async tx => {
    const [row] = await tx<ChannelRow[]>`
      select * from notifications.channel where user_id = ${caller.userId} and id = ${id} for update`
    if (!row) return refuse('channel-not-found')
    if (row.confirmed_at) return ok(shown(row))
    const good = row.token_hash && timingSafeEqual(row.token_hash, hashOf(token))
    if (!good || !row.token_until || row.token_until <= now()) return refuse('wrong-confirm-token')
    await tx`
      update notifications.channel set confirmed_at = ${now()}, token_hash = null
      where user_id = ${caller.userId} and id = ${id}`
    return ok(shown({ ...row, confirmed_at: now() }))
  })
