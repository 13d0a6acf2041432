import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** So that two servers that start at the same time do not get the same one. */
const given = new Set<number>()

/** A port below the ephemeral range of the system, so that a restarted server can have it again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 20_000)
    if (given.has(port)) continue
    given.add(port)
    const server = createServer().listen({ port, host: '127.0.0.1', exclusive: true })
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!free) continue
    await new Promise(closed => server.close(closed))
    return port
  }
}
