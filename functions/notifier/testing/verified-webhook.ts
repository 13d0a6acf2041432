import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'
import type { ReceivedRequest } from '../../kit/testing/local-server.ts'

interface WebhookEvent {
  id: string
  type: string
  data: Record<string, unknown>
}

/** What a receiver reads at that moment, by the library that receivers use. It throws when the signature is not right. */
export function verifiedWebhook(request: ReceivedRequest | undefined, secret: string, at: Date): WebhookEvent {
  if (!request) throw new Error('Nothing came.')
  vi.useFakeTimers({ now: at, toFake: ['Date'] })
  try {
    return new Webhook(secret).verify(request.body, request.headers) as WebhookEvent
  } finally {
    vi.useRealTimers()
  }
}
