import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { vi } from 'vitest'

export interface Received {
  type: string
  data: Record<string, unknown>
  at: number
}

/** The moment of a reminder. */
export const dueAt = ({ data }: Received): number => Date.parse(String(data.dueAt))

/** A receiver of webhooks on this computer. */
export async function startWebhook(address: string) {
  const received: Received[] = []
  const server = createServer(async (incoming, outgoing) => {
    const at = Date.now()
    const { type, data } = JSON.parse(await text(incoming))
    received.push({ type, data, at })
    outgoing.writeHead(204).end()
  })
  await new Promise<void>(listening => server.listen(0, address, listening))
  /** Resolves with the first request that fits. */
  const until = (what: string, fits: (one: Received) => boolean, timeout: number) =>
    vi.waitFor(
      () => {
        const found = received.find(fits)
        if (!found)
          throw new Error(`No ${what} yet; received: ${received.map(one => one.type).join(', ') || 'nothing'}.`)
        return found
      },
      { timeout, interval: 20 },
    )
  return {
    all: received,
    url: `http://${address}:${(server.address() as AddressInfo).port}/`,
    received: (type: string, timeout = 120_000) => until(type, one => one.type === type, timeout),
    /** The reminder that was due at that moment. */
    receivedFor: (at: number) => until('reminder', one => dueAt(one) === at, at - Date.now() + 120_000),
    close: () => server.close(),
  }
}
