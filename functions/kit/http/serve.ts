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
  /** Runs before the wait for the last request. */
  onStop?: () => void
  /** Run after the last request and before the process ends, in this order. */
  beforeExit?: (() => Promise<unknown>)[]
  requestTimeoutMs?: number
}

/** Listens until SIGTERM. Then it accepts no more requests, finishes those in progress, cleans up and exits. */
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
    // These limit slow senders only; the platform limits the time of an answer.
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

const closeIdleEveryMs = 50

export async function close(server: Server): Promise<void> {
  const closed = new Promise(done => server.close(done))
  // Tell clients to leave, and close each connection when it falls idle: otherwise those of a proxy hold it up for seconds.
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))
  server.closeIdleConnections()
  const idle = setInterval(() => server.closeIdleConnections(), closeIdleEveryMs)
  await closed
  clearInterval(idle)
}

/** A request that Node cannot parse, or that times out, reaches no route, but its sender still gets a problem document. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return
  const refusal =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? refuse(tooSlow)
      : refuse(invalidRequest, { detail: 'The request is not valid HTTP.' })
  const body = JSON.stringify(problemOf(refusal))
  const status = problemOf(refusal).status
  socket.end(
    `HTTP/1.1 ${status} ${status === 408 ? 'Request Timeout' : 'Bad Request'}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** A host as a URL needs it, with brackets around IPv6. */
export const urlHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)
