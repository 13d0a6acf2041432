import { completeTaskCommand, snoozeTaskCommand } from '../../domain/events/task-commands.ts'
import type { Emit, OutboxEvent } from '../../kit/events/event.ts'
import { emitIn } from '../../kit/events/inbox.ts'
import type { Outbox } from '../../kit/events/outbox.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../../kit/postgres/connect.ts'
import { hashOf } from '../channel.ts'
import type { Link } from './link.ts'

export interface FollowDeps {
  sql: Sql
  outbox: Pick<Outbox, 'publish'>
  now: () => Date
}

/** Does what the button says, unless the link was used before or the account was deleted. Answers whether it did. */
export async function followLink({ sql, outbox, now }: FollowDeps, link: Link): Promise<boolean> {
  const written: OutboxEvent[] = []
  const done = await asCaller(sql, link, tx => actOnce(tx, link, now(), emitIn(tx, 'notifications', link, written)))
  await outbox.publish(written)
  return done
}

/** The record of the used link and the effect are one transaction. Tasks change by commands: only task-api writes them. */
async function actOnce(tx: Transaction, link: Link, now: Date, emit: Emit): Promise<boolean> {
  const { userId, verb, taskId, reminderId = '' } = link
  const [unused] = await tx`
    insert into notifications.used_link (user_id, id, used_at)
    select ${userId}, ${`${link.id} ${verb}`}, ${now} where not notifications.is_gone(${new Date(link.at)})
    on conflict do nothing returning id`
  if (!unused) return false
  const task = { userId, ...(taskId !== undefined && { id: taskId }) }
  const about = { subject: taskId ?? null, time: now }
  switch (verb) {
    case 'complete':
      await emit(completeTaskCommand, { ...about, data: task })
      return true
    case 'snooze':
      await emit(snoozeTaskCommand, { ...about, data: { ...task, reminderId, minutes: 60 } })
      return true
    case 'tomorrow':
      await emit(snoozeTaskCommand, { ...about, data: { ...task, reminderId, until: 'tomorrow-morning' } })
      return true
    case 'unsubscribe':
      await tx`
        update notifications.channel set stopped = 'unsubscribed'
        where user_id = ${userId} and id = ${link.channelId}`
      return true
    case 'confirm':
      return confirm(tx, link, now)
  }
}

async function confirm(tx: Transaction, { userId, channelId, token = '' }: Link, now: Date): Promise<boolean> {
  const rows = await tx`
    update notifications.channel set confirmed_at = ${now}, token_hash = null
    where user_id = ${userId} and id = ${channelId} and token_hash = ${hashOf(token)} returning id`
  return rows.length > 0
}
