import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'
import type { ReceivedRequest } from '../../kit/testing/local-server.ts'

interface WebhookEvent {
  id: string
  type: string
  data: Record<string, unknown>
}

/** The event that a receiver reads at that moment with the usual library. It throws when the signature is wrong. */
export function verifiedWebhook(request: ReceivedRequest | undefined, secret: string, at: Date): WebhookEvent {
  if (!request) throw new Error('No request arrived.')
  vi.useFakeTimers({ now: at, toFake: ['Date'] })
  try {
    return new Webhook(secret).verify(request.body, request.headers) as WebhookEvent
  } finally {
    vi.useRealTimers()
  }
}
