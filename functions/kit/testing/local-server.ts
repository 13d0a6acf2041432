import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ReceivedRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

/** A server of this test on loopback that records its requests. It answers 204, or whatever `answer` sends. */
export async function localServer(
  answer: (request: ReceivedRequest, response: ServerResponse) => void | Promise<void> = (_, response) =>
    void response.writeHead(204).end(),
) {
  const received: ReceivedRequest[] = []
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming)
    received.push(request)
    await answer(request, response)
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>(closed => server.close(() => closed()))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, received }
}

async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  return { method: incoming.method ?? '', path: incoming.url ?? '', headers, body: Buffer.concat(chunks) }
}
