import { Webhook } from 'standardwebhooks'
import { type Guard, post } from '../guard/post.ts'
import { declined, type Sent, unreachable } from './sent.ts'

export interface WebhookMessage {
  /** The same however often it is sent: a receiver drops what it has seen. */
  id: string
  type: string
  at: Date
  data: object
}

/** A signed CloudEvent as JSON, as Standard Webhooks wants it: id, time and body are what is signed. */
export async function sendWebhook(
  url: string,
  secret: string,
  { id, type, at, data }: WebhookMessage,
  now: Date,
  guard: Guard,
): Promise<Sent> {
  const timestamp = at.toISOString()
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: '/zerodue/notifier',
    type,
    time: timestamp,
    timestamp,
    data,
  })
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  }
  try {
    const reply = await post(url, { headers, body }, guard)
    if (reply.status >= 200 && reply.status < 300) return { outcome: 'delivered', status: reply.status }
    if (reply.status === 410) return { outcome: 'gone', status: 410, reason: 'It answered 410: nobody wants this.' }
    return declined(reply, false)
  } catch (error) {
    return unreachable(error)
  }
}
