import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { vi } from 'vitest'

export interface Received {
  type: string
  data: Record<string, unknown>
  at: number
}

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
  return {
    url: `http://${address}:${(server.address() as AddressInfo).port}/`,
    /** Resolves with the first request of this type. */
    received: (type: string, timeout = 120_000) =>
      vi.waitFor(
        () => {
          const found = received.find(one => one.type === type)
          if (!found)
            throw new Error(`No ${type} yet; received: ${received.map(one => one.type).join(', ') || 'nothing'}.`)
          return found
        },
        { timeout, interval: 20 },
      ),
    close: () => server.close(),
  }
}
