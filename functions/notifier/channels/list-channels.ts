import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { type ChannelRow, toChannel } from '../channel.ts'
import type { Senders } from '../settings.ts'

export interface ListDeps extends Pick<Senders, 'vapid'> {
  sql: Sql
}

/** All channels of the caller: there are few. */
export async function listChannels({ sql, vapid }: ListDeps, caller: Caller): Promise<Answer> {
  const rows = await asCaller(
    sql,
    caller,
    tx => tx<ChannelRow[]>`
      select * from notifications.channel where user_id = ${caller.userId} order by created_at, id`,
  )
  return ok({ items: rows.map(toChannel), vapidPublicKey: vapid?.publicKey ?? null })
}
