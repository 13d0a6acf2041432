import { Webhook } from 'standardwebhooks'
import type { Guard } from '../../kit/guard/request.ts'
import { postOnce, type SendResult } from './result.ts'

interface WebhookMessage {
  /** Every attempt has the same id, by which a receiver drops repetitions. */
  id: string
  type: string
  at: Date
  data: object
}

/** A CloudEvent as JSON, signed as Standard Webhooks defines it: over id, time and body. */
export async function sendWebhook(
  url: string,
  secret: string,
  { id, type, at, data }: WebhookMessage,
  now: Date,
  guard: Guard,
): Promise<SendResult> {
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
  return postOnce(url, { headers, body }, guard, { gone: [410], isFinal: () => false })
}
