import { createHash } from 'node:crypto'
import type { Guard } from '../../kit/guard/request.ts'
import { postOnce, type SendResult } from './result.ts'

export interface Vapid {
  subject: string
  publicKey: string
  privateKey: string
}

interface Subscription {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

/** How long a push service stores a message for a device that is offline. Later the reminder is no use any more. */
const ttlSeconds = 12 * 60 * 60

/**
 * Encrypted for one browser. Every attempt has the same `tag`: a push service replaces the waiting message with the same
 * topic, and a browser the notification with the same tag.
 */
export async function sendWebPush(
  subscription: Subscription,
  payload: object & { tag: string },
  vapid: Vapid,
  guard: Guard,
): Promise<SendResult> {
  // Loaded with the first push: mails and webhooks do not need it.
  const library = (await import('web-push')).default
  // The library makes the request, and the guarded door sends it.
  const { headers, body } = library.generateRequestDetails(subscription, JSON.stringify(payload), {
    vapidDetails: vapid,
    TTL: ttlSeconds,
    urgency: 'high',
    topic: createHash('sha256').update(payload.tag).digest('base64url').slice(0, 32),
  })
  const message = {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: body ?? Buffer.alloc(0),
  }
  return postOnce(subscription.endpoint, message, guard, {
    gone: [404, 410],
    isFinal: status => status >= 400 && status < 500 && status !== 429,
  })
}
