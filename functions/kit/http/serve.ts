import { createServer, type Server } from 'node:http'
import { isIP, type Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { invalidRequest, tooSlow } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { problemOf } from './problem.ts'

export interface ServeOptions {
  port: number
  host?: string
  /** What must happen before it waits for the last request. */
  onStop?: () => void
  /** What must happen after the last request and before the process ends, in this order. */
  beforeExit?: (() => Promise<unknown>)[]
  requestTimeoutMs?: number
}

/** Listens until SIGTERM: then it stops accepting, finishes what it has begun, cleans up and leaves. */
export async function serve(app: Pick<Hono, 'fetch'>, options: ServeOptions): Promise<void> {
  const server = await listen(app, options)
  const stop = async () => {
    const closed = close(server)
    options.onStop?.()
    await closed
    for (const step of options.beforeExit ?? []) await step()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

export async function listen(
  app: Pick<Hono, 'fetch'>,
  { port, host = '127.0.0.1', requestTimeoutMs = 30_000 }: ServeOptions,
): Promise<Server> {
  const server = createServer(
    // A slow sender is cut here; how long an answer may take is the platform's business.
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(requestTimeoutMs, 15_000),
      connectionsCheckingInterval: Math.min(requestTimeoutMs, 5_000),
    },
    getRequestListener(app.fetch),
  )
  server.on('clientError', answerBrokenRequest)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, host, listening)
  })
  return server
}

const lookAgainMs = 50

export async function close(server: Server): Promise<void> {
  const closed = new Promise(done => server.close(done))
  // Who still has a connection is told to take another one, and what falls idle goes: else a proxy's keep it up for seconds.
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))
  server.closeIdleConnections()
  const idle = setInterval(() => server.closeIdleConnections(), lookAgainMs)
  await closed
  clearInterval(idle)
}

/** What Node cannot parse or will not wait for never reaches a route; its sender still gets a problem to read. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return
  const refusal =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? refuse(tooSlow)
      : refuse(invalidRequest, { detail: 'This is not an HTTP request that can be read.' })
  const body = JSON.stringify(problemOf(refusal))
  const status = problemOf(refusal).status
  socket.end(
    `HTTP/1.1 ${status} ${status === 408 ? 'Request Timeout' : 'Bad Request'}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** An address as it stands in a URL. */
export const urlHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)
