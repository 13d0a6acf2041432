import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Line {
  /** From now on requests arrive, and the connection breaks before their answer. */
  cutAnswers(): void
  mend(): void
  close(): Promise<void>
}

/** A TCP proxy between a client and a server, which can lose the answer to a request. */
export async function startLine(port: number, to: number): Promise<Line> {
  let cut = false
  const sockets = new Set<Socket>()
  const server = createServer(client => {
    const far = connect({ port: to, host: '127.0.0.1' })
    const end = () => {
      client.destroy()
      far.destroy()
    }
    for (const socket of [client, far]) {
      sockets.add(socket)
      socket.on('error', end).on('close', () => sockets.delete(socket))
    }
    client.pipe(far)
    far.on('data', answer => (cut ? end() : client.write(answer)))
    far.on('end', end)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    cutAnswers() {
      cut = true
    },
    mend() {
      cut = false
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
