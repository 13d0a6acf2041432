import { createHash } from 'node:crypto'
import type webPush from 'web-push'
import { type Guard, post } from '../guard/post.ts'
import { declined, type Sent, unreachable } from './sent.ts'

export interface Vapid {
  subject: string
  publicKey: string
  privateKey: string
}

export interface Subscription {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

/** How long a push service keeps it for a device that is away. A reminder of yesterday helps nobody. */
const keptSeconds = 12 * 60 * 60

/**
 * Encrypted for one browser. `tag` is the same however often it is sent: a push service replaces what waits there under the
 * same topic, and a browser what it shows under the same tag.
 */
export async function sendWebPush(
  { endpoint, keys }: Subscription,
  payload: object & { tag: string },
  vapid: Vapid,
  guard: Guard,
): Promise<Sent> {
  // Loaded with the first push: mails and webhooks go without it.
  const library = (await import('web-push')).default
  const topic = createHash('sha256').update(payload.tag).digest('base64url').slice(0, 32)
  const { headers, body } = encrypted(library, { endpoint, keys }, JSON.stringify(payload), {
    vapidDetails: vapid,
    TTL: keptSeconds,
    urgency: 'high',
    topic,
  })
  try {
    const reply = await post(endpoint, { headers, body }, guard)
    if (reply.status >= 200 && reply.status < 300) return { outcome: 'delivered', status: reply.status }
    if (reply.status === 404 || reply.status === 410)
      return { outcome: 'gone', status: reply.status, reason: `It answered ${reply.status}: the browser is gone.` }
    return declined(reply, reply.status >= 400 && reply.status < 500 && reply.status !== 429)
  } catch (error) {
    return unreachable(error)
  }
}

/** The request as the library makes it; it goes out by the guarded door and not by the library's own. */
function encrypted(
  library: typeof webPush,
  subscription: Subscription,
  payload: string,
  options: webPush.RequestOptions,
): { headers: Record<string, string>; body: Buffer } {
  const { headers, body } = library.generateRequestDetails(subscription, payload, options)
  const text = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  return { headers: text, body: body ?? Buffer.alloc(0) }
}
