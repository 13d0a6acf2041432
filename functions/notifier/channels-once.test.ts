import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { localServer } from '../kit/testing/local-server.ts'
import { notifier } from './testing/notifier.ts'
import { pushService } from './testing/push-service.ts'
import { verifiedWebhook } from './testing/verified-webhook.ts'

const { replica, clock, owner } = await notifier()
const { person, sweep } = await replica()

interface Added {
  id: string
  secret?: string
}

async function webhook(statuses: number[] = []) {
  const ana = await person()
  const server = await localServer((_, response) => void response.writeHead(statuses.shift() ?? 204).end())
  const { body } = await ana.ask<Added>('POST', '/api/channels', { kind: 'webhook', url: server.url })
  const { token } = verifiedWebhook(server.received[0], body.secret ?? '', clock.now).data
  return { ana, server, token, path: `/api/channels/${body.id}` }
}

test('a repetition with the same key adds one channel, sends one token and answers the same secret', async () => {
  const ana = await person()
  const server = await localServer()
  const [hook, key] = [{ kind: 'webhook', url: server.url }, randomUUID()]
  const first = await ana.ask<Added>('POST', '/api/channels', hook, key)
  const again = await ana.ask<Added>('POST', '/api/channels', hook, key)
  expect(first.status).toBe(201)
  expect(first.body.secret).toMatch(/^whsec_/)
  expect(again).toEqual(first)
  expect(server.received).toHaveLength(1)
  expect((await ana.ask('GET', '/api/channels')).body).toMatchObject({ items: [{ id: first.body.id }] })
})

test('concurrent requests with the same key add one channel: each gets that channel or idempotency-key-in-use', async () => {
  const ana = await person()
  const server = await localServer()
  const [hook, key] = [{ kind: 'webhook', url: server.url }, randomUUID()]
  const replies = await Promise.all(Array.from({ length: 8 }, () => ana.ask<Added>('POST', '/api/channels', hook, key)))
  const added = replies.filter(({ status }) => status === 201)
  expect(new Set(added.map(({ body }) => body.id)).size).toBe(1)
  for (const { status, body } of replies)
    expect(status === 201 || ('code' in body && body.code === 'idempotency-key-in-use')).toBe(true)
  expect(server.received).toHaveLength(1)
})

test('the same key with another body or on another route is refused', async () => {
  const { ana, server, path } = await webhook()
  const key = randomUUID()
  const { subscription } = await pushService()
  expect((await ana.ask('POST', '/api/channels', { kind: 'webpush', ...subscription }, key)).status).toBe(201)
  const reused = { status: 422, body: { code: 'idempotency-key-reused' } }
  expect(await ana.ask('POST', '/api/channels', { kind: 'webhook', url: `${server.url}/2` }, key)).toMatchObject(reused)
  expect(await ana.ask('POST', `${path}/test`, undefined, key)).toMatchObject(reused)
  expect(await ana.ask('POST', `${path}/confirm`, { token: 'x' }, key)).toMatchObject(reused)
})

test('a refusal does not use up a key, and two people can use the same key', async () => {
  const { ana, token, path } = await webhook()
  const key = randomUUID()
  expect((await ana.ask('POST', `${path}/confirm`, { token: 'guessed' }, key)).status).toBe(409)
  const confirmed = await ana.ask('POST', `${path}/confirm`, { token }, key)
  expect(confirmed).toMatchObject({ status: 200, body: { state: 'active' } })
  const bob = await person()
  expect((await bob.ask('POST', `${path}/confirm`, { token }, key)).status).toBe(404)
  await ana.ask('DELETE', path)
  expect(await ana.ask('POST', `${path}/confirm`, { token }, key)).toEqual(confirmed)
})

test('a repetition sends no second test and answers the first state, although the delivery has gone on since', async () => {
  const { ana, server, token, path } = await webhook([204, 503])
  await ana.ask('POST', `${path}/confirm`, { token })
  const [key, before] = [randomUUID(), server.received.length]
  const first = await ana.ask('POST', `${path}/test`, undefined, key)
  expect(first.body).toMatchObject({ state: 'pending' })
  clock.now = new Date(clock.now.getTime() + 60_000)
  await sweep()
  expect(await ana.ask('POST', `${path}/test`, undefined, key)).toEqual(first)
  expect(server.received).toHaveLength(before + 2)
})

test('a key is in use while its test is sent; after a crash a repetition continues with the same delivery', async () => {
  const { ana, server, token, path } = await webhook()
  await ana.ask('POST', `${path}/confirm`, { token })
  const key = randomUUID()
  const first = await ana.ask('POST', `${path}/test`, undefined, key)
  // The state in the database before the test was answered.
  await owner`
    update notifications.idempotency set status = 202, body = ${JSON.stringify({ id: first.body.id })}
    where user_id = ${ana.userId} and key = ${key}`
  await owner`
    update notifications.delivery set state = 'sending', leased_until = ${new Date(clock.now.getTime() + 30_000)}
    where user_id = ${ana.userId} and id = ${String(first.body.id)}`
  expect((await ana.ask('POST', `${path}/test`, undefined, key)).body).toMatchObject({ code: 'idempotency-key-in-use' })
  const sent = server.received.length
  clock.now = new Date(clock.now.getTime() + 31_000)
  expect(await ana.ask('POST', `${path}/test`, undefined, key)).toEqual(first)
  expect(server.received).toHaveLength(sent + 1)
  expect(await ana.ask('POST', `${path}/test`, undefined, key)).toEqual(first)
  expect(server.received).toHaveLength(sent + 1)
})

test('a sweep deletes stored answers after a week', async () => {
  const ana = await person()
  const { subscription } = await pushService()
  await ana.ask('POST', '/api/channels', { kind: 'webpush', ...subscription }, randomUUID())
  const stored = () => owner`select from notifications.idempotency where user_id = ${ana.userId}`
  expect(await stored()).toHaveLength(1)
  await owner`update notifications.idempotency set created_at = ${new Date(clock.now.getTime() - 8 * 24 * 3_600_000)}`
  await sweep()
  expect(await stored()).toHaveLength(0)
})
