import type { ChannelRow } from '../channel.ts'
import { type MailDeps, mailOf } from '../mail/mail-of.ts'
import type { Sent } from '../send/sent.ts'
import { sendWebhook } from '../send/webhook.ts'
import { sendWebPush } from '../send/webpush.ts'
import type { Senders } from '../settings.ts'
import type { Claimed } from './claim.ts'
import { pushOf } from './push-of.ts'

export interface SendByDeps extends Senders, MailDeps {}

/** Sends by the door of that channel. It answers what became of it, and never rejects for what the other side does. */
export async function sendBy(deps: SendByDeps, delivery: Claimed, channel: ChannelRow): Promise<Sent> {
  const { mailer, vapid, guard, now } = deps
  const { content } = delivery
  switch (channel.kind) {
    case 'email':
      if (!mailer) return notHere
      return mailer(channel.destination, mailOf(deps, delivery, channel), delivery.id)
    case 'webhook': {
      const at = delivery.created_at
      return sendWebhook(
        channel.destination,
        channel.secret ?? '',
        { id: delivery.id, at, ...payloadOf(content) },
        now(),
        guard,
      )
    }
    case 'webpush':
      if (!vapid || !channel.keys) return notHere
      return sendWebPush({ endpoint: channel.destination, keys: channel.keys }, pushOf(delivery, channel), vapid, guard)
  }
}

const notHere: Sent = { outcome: 'never', reason: 'This channel is not set up on this server any more.' }

const payloadOf = (content: Claimed['content']) => {
  if (content.what === 'reminder') return { type: 'zerodue.reminder.due.v1', data: content.reminder }
  if (content.what === 'confirm') return { type: 'zerodue.channel.confirm.v1', data: { token: content.token } }
  return { type: 'zerodue.channel.test.v1', data: {} }
}
