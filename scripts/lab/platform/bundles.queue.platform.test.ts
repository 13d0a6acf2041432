import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { taskChanged } from '../../../functions/domain/events/task-updates.ts'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { buildDist } from '../../build/build-dist.ts'
import { eventHeaders, holdEvent } from './held-request.ts'
import { publishedIssuer } from './jwks.ts'
import { type QueueProxyOptions, startQueueProxy } from './queue-proxy.ts'
import { startBundle, untilHealthy } from './running-bundle.ts'

const { folder: dist, remove } = temporaryFolder()
let settings: Record<string, string>
let issuer: Awaited<ReturnType<typeof publishedIssuer>>
beforeAll(async () => {
  issuer = await publishedIssuer()
  settings = { DATABASE_URL: await testDatabase(), KAFKA_BROKERS: inject('kafkaBrokers'), ...issuer.settings }
  await buildDist(dist)
})
afterAll(async () => {
  await issuer.close()
  remove()
})

/** A function behind queue-proxy, as in a pod. */
async function pod(name: string, more: Partial<QueueProxyOptions> = {}, own: Record<string, string> = {}) {
  const bundle = await startBundle(dist, name, { ...settings, ...own })
  const proxy = await startQueueProxy({ folder: newFolder(), userPort: bundle.port, ...more })
  onTestFinished(async () => {
    await proxy.stop()
    await bundle.end('SIGKILL')
  })
  return { bundle, proxy }
}

const event = (address: string, id: string) =>
  fetch(address, { method: 'POST', headers: eventHeaders(id), body: '{}' }).then(({ status }) => status)

test.each(functionNames())('%s becomes ready, answers through queue-proxy and ends with 0', async name => {
  const { bundle, proxy } = await pod(name)
  await proxy.untilReady()
  expect((await fetch(`${proxy.address}/health`)).status).toBe(200)
  expect(await event(proxy.address, 'one')).toBe(204)
  expect((await fetch(`${proxy.address}/nothing`)).status).toBe(404)
  expect(await bundle.end()).toBe(0)
  // queue-proxy itself tries for 10 s. Asked more than once: something else may take the freed port for a moment.
  await expect.poll(proxy.probe, { timeout: 60_000 }).toBe(503)
  expect(bundle.errors()).toBe('')
})

test('a function whose database is down is not ready', async () => {
  const { bundle, proxy } = await pod('audit-sink', {}, { DATABASE_URL: 'postgres://127.0.0.1:1/none' })
  await untilHealthy(bundle)
  expect(await proxy.probe()).toBe(503)
})

test('queue-proxy limits the concurrent requests of a function, queues ten times as many and refuses the next with 503', async () => {
  const { proxy } = await pod('recurrence-handler', { concurrency: 1 })
  await proxy.untilReady()
  const held = Array.from({ length: 11 }, (_, i) => holdEvent(proxy.address, `held-${i}`))
  // One request is in the function and ten are in the queue: the next one is refused once all of them have arrived.
  let status = 0
  while (status !== 503) {
    const late = holdEvent(proxy.address, 'late')
    late.finish()
    status = await Promise.race([late.answered.then(answer => answer.status), pause(200, 0)])
  }
  for (const { finish } of held) finish()
  const answers = await Promise.all(held.map(({ answered }) => answered))
  expect(answers.filter(({ status }) => status === 204).length).toBeGreaterThanOrEqual(10)
})

test('queue-proxy ends a request after its timeout, and the function continues', async () => {
  const { proxy } = await pod('recurrence-handler', { timeoutSeconds: 1 })
  await proxy.untilReady()
  const { status, body } = await holdEvent(proxy.address, 'slow').answered
  expect(status).toBe(504)
  expect(body).toContain('request timeout')
  expect(await event(proxy.address, 'next')).toBe(204)
})

test('an update passes queue-proxy at once, and a stream ends itself before the timeout of queue-proxy', async () => {
  const { proxy } = await pod('sync-relay', { timeoutSeconds: 4 }, { STREAM_SECONDS: '2' })
  await proxy.untilReady()
  const headers = { authorization: `Bearer ${await issuer.token('ana')}`, accept: 'text/event-stream' }
  const stream = await fetch(`${proxy.address}/api/stream`, { headers })
  const chunks = stream.body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]()
  let read = ''
  const until = async (part: string) => {
    while (!read.includes(part)) {
      const next = await chunks?.next()
      if (next?.done) break
      read += next?.value ?? ''
    }
    return read
  }
  await until('event: begin')
  const { type, example } = taskChanged
  const headersOfUpdate = { ...eventHeaders('update', type), 'ce-userid': 'ana', 'ce-subject': example.task.id }
  const sent = await fetch(proxy.address, { method: 'POST', headers: headersOfUpdate, body: JSON.stringify(example) })
  expect(sent.status).toBe(204)
  expect(await until('event: update')).toContain(example.task.title)
  expect(await until('event: end')).toContain('event: end')
  expect(await until('request timeout')).not.toContain('request timeout')
})

test('a pod that gets SIGTERM fails its probes and finishes the requests that it has', async () => {
  const { bundle, proxy } = await pod('recurrence-handler')
  await proxy.untilReady()
  const held = holdEvent(proxy.address, 'held')
  expect(await event(proxy.address, 'before')).toBe(204)
  proxy.terminate()
  while ((await proxy.probe()) !== 503) await pause(10)
  expect(await event(proxy.address, 'meanwhile')).toBe(204)
  const ended = bundle.end()
  held.finish()
  expect((await held.answered).status).toBe(204)
  expect(await ended).toBe(0)
})
