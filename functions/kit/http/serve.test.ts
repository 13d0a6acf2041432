import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { close, listen } from './serve.ts'

test('a shutdown finishes the request in progress and does not wait for idle keep-alive connections', async () => {
  const [entered, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const app = new Hono().get('/', async c => {
    entered.resolve()
    await left.promise
    return c.text('done')
  })
  const server = await listen(app, { port: 0 })
  server.keepAliveTimeout = 600_000
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  const answer = new Promise<string>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', agent }, incoming => resolve(text(incoming)))
    sent.on('error', reject).end()
  })
  await entered.promise

  const closed = close(server)
  left.resolve()

  expect(await answer).toBe('done')
  await closed
  expect(server.listening).toBe(false)
  agent.destroy()
})
