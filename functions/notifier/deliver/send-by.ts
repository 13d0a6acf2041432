import { reminderDue } from '../../domain/events/reminders.ts'
import { webhookMessages } from '../../domain/events/webhook-messages.ts'
import type { ChannelRow } from '../channel.ts'
import { type MailDeps, mailOf } from '../mail/mail-of.ts'
import { oneLine, whenDue, words } from '../mail/words.ts'
import type { SendResult } from '../send/result.ts'
import { sendWebhook } from '../send/webhook.ts'
import { sendWebPush } from '../send/webpush.ts'
import type { Senders } from '../settings.ts'
import type { Claimed } from './lease.ts'

export interface SendByDeps extends Senders, MailDeps {}

/** Sends by this channel and answers the result. It does not reject because of a receiver. */
export async function sendBy(deps: SendByDeps, delivery: Claimed, channel: ChannelRow): Promise<SendResult> {
  const { mailer, vapid, guard, now } = deps
  const { id, created_at: at, content } = delivery
  const { destination, keys, secret } = channel
  switch (channel.kind) {
    case 'email':
      return mailer ? mailer(destination, mailOf(deps, delivery, channel), id) : notSetUp
    case 'webhook':
      return sendWebhook(destination, secret ?? '', { id, at, ...eventOf(content) }, now(), guard)
    case 'webpush':
      if (!vapid || !keys) return notSetUp
      return sendWebPush({ endpoint: destination, keys }, pushOf(delivery, channel), vapid, guard)
  }
}

const notSetUp: SendResult = { outcome: 'failed', reason: 'This kind of channel is no longer set up on this server.' }

const eventOf = (content: Claimed['content']) => {
  if (content.what === 'reminder') return { type: reminderDue.type, data: content.reminder }
  if (content.what === 'confirm') return { type: webhookMessages.confirm, data: { token: content.token } }
  return { type: webhookMessages.test, data: {} }
}

/** The notification that a browser shows. It fits into one push message, which holds not quite 4 KiB. */
function pushOf({ content, id }: Claimed, channel: ChannelRow) {
  const { tag } = content
  if (content.what !== 'reminder') {
    const locale = channel.locale ?? 'en'
    const { testSubject: title, testText: body, dir } = words[locale]
    return { what: content.what, id, tag, title, body, lang: locale, dir }
  }
  const { reminder } = content
  const locale = channel.locale ?? reminder.locale ?? 'en'
  const title = [...oneLine(reminder.task.title)].slice(0, 200).join('')
  return {
    what: content.what,
    id,
    tag,
    title,
    body: whenDue(reminder, locale) ?? '',
    taskId: reminder.task.id,
    reminderId: reminder.reminder.id,
    at: reminder.reminder.at,
    lang: locale,
    dir: words[locale].dir,
  }
}
