import { v7 as newId } from 'uuid'
import { completeTaskCommand, snoozeTaskCommand } from '../../domain/events/task-commands.ts'
import type { OutboxEvent } from '../../kit/events/event.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { hashOf } from '../channel.ts'
import type { Link } from './link.ts'

/**
 * Does what the button says, in one transaction with the note that the link was used. Nothing when it was used
 * before, or when the account has ended since it was written.
 */
export async function actOnce(tx: Transaction, link: Link, now: Date): Promise<OutboxEvent[] | undefined> {
  const { userId, verb } = link
  const [fresh] = await tx`
    insert into notifications.used_link (user_id, id, used_at)
    select ${userId}, ${`${link.id} ${verb}`}, ${now} where not notifications.is_gone(${new Date(link.at)})
    on conflict do nothing returning id`
  if (!fresh) return undefined
  switch (verb) {
    case 'complete':
      return [command(link, now, completeTaskCommand.type, {})]
    case 'snooze':
      return [command(link, now, snoozeTaskCommand.type, { reminderId: link.reminderId, minutes: 60 })]
    case 'tomorrow':
      return [command(link, now, snoozeTaskCommand.type, { reminderId: link.reminderId, until: 'tomorrow-morning' })]
    case 'unsubscribe':
      await tx`
        update notifications.channel set stopped = 'unsubscribed'
        where user_id = ${userId} and id = ${link.channelId}`
      return []
    case 'confirm':
      return (await confirm(tx, link, now)) ? [] : undefined
  }
}

async function confirm(tx: Transaction, { userId, channelId, token = '' }: Link, now: Date): Promise<boolean> {
  const rows = await tx`
    update notifications.channel set confirmed_at = ${now}, token_hash = null
    where user_id = ${userId} and id = ${channelId} and token_hash = ${hashOf(token)} returning id`
  return rows.length > 0
}

/** What one press asks for. Only task-api writes tasks. */
function command({ userId, taskId }: Link, now: Date, type: string, more: object): OutboxEvent {
  return {
    id: newId(),
    topic: 'task-commands',
    type,
    subject: taskId ?? null,
    userId,
    time: now.toISOString(),
    data: { userId, id: taskId, ...more },
    traceparent: null,
  }
}
