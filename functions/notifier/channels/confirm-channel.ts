import { timingSafeEqual } from 'node:crypto'
import { channelNotFound, wrongConfirmToken } from '../../domain/problems.ts'
import { refuse } from '../../kit/core/refusal.ts'
import { ok } from '../../kit/http/answer.ts'
import type { Outcome } from '../../kit/http/api.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { type ChannelRow, hashOf, toChannel } from '../channel.ts'
import { answerOnce, type WriteRequest } from './answer-once.ts'

/** A channel that is confirmed already is answered as it is. */
export const confirmChannel = (
  { sql, now }: { sql: Sql; now: () => Date },
  request: WriteRequest,
  id: string,
  token: string,
): Promise<Outcome> =>
  answerOnce(sql, request, async tx => {
    const { userId } = request.caller
    const [row] = await tx<ChannelRow[]>`
      select * from notifications.channel where user_id = ${userId} and id = ${id} for update`
    if (!row) return refuse(channelNotFound)
    if (row.confirmed_at) return ok(toChannel(row))
    const matches = row.token_hash && timingSafeEqual(row.token_hash, hashOf(token))
    if (!matches || !row.token_until || row.token_until <= now()) return refuse(wrongConfirmToken)
    await tx`
      update notifications.channel set confirmed_at = ${now()}, token_hash = null
      where user_id = ${userId} and id = ${id}`
    return ok(toChannel({ ...row, confirmed_at: now() }))
  })
