import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { localServer, type ReceivedRequest } from '../kit/testing/local-server.ts'
import { withoutTrace } from '../kit/testing/without-trace.ts'
import { mailServer } from './testing/mail-server.ts'
import { notifier } from './testing/notifier.ts'
import { pushService } from './testing/push-service.ts'
import { verifiedWebhook } from './testing/verified-webhook.ts'

const { replica, clock, issuer } = await notifier()

interface Added {
  id: string
  state: string
  secret?: string
}

const json = ({ body }: ReceivedRequest) => JSON.parse(body.toString())

test('the token that a webhook received confirms it, and its secret is shown once', async () => {
  const { person } = await replica()
  const ana = await person()
  const server = await localServer()
  const { status, body } = await ana.ask<Added>('POST', '/api/channels', { kind: 'webhook', url: `${server.url}/hook` })
  expect({ status, state: body.state }).toEqual({ status: 201, state: 'unconfirmed' })
  expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
  const [request] = server.received
  const event = verifiedWebhook(request, body.secret ?? '', clock.now)
  expect(event).toMatchObject({
    specversion: '1.0',
    type: 'zerodue.channel.confirm.v1',
    data: { token: expect.any(String) },
  })

  const path = `/api/channels/${body.id}`
  expect((await ana.ask('POST', `${path}/confirm`, { token: 'guessed' })).body).toMatchObject({
    code: 'wrong-confirm-token',
  })
  expect((await ana.ask('POST', `${path}/test`)).body).toMatchObject({ code: 'channel-not-confirmed' })
  const { token } = event.data
  expect((await ana.ask('POST', `${path}/confirm`, { token })).body).toMatchObject({ state: 'active' })
  expect((await ana.ask('POST', `${path}/test`)).body).toMatchObject({ state: 'delivered' })
  expect(server.received.map(request => json(request).type)).toEqual([
    'zerodue.channel.confirm.v1',
    'zerodue.channel.test.v1',
  ])
  const listed = (await ana.ask<{ items: object[] }>('GET', '/api/channels')).body.items
  expect(JSON.stringify(listed)).not.toContain('whsec_')
})

test('a token expires after a day', async () => {
  const { person } = await replica()
  const ana = await person()
  const server = await localServer()
  const { body } = await ana.ask<Added>('POST', '/api/channels', { kind: 'webhook', url: server.url })
  const [request] = server.received
  const before = clock.now
  clock.now = new Date(before.getTime() + 24 * 60 * 60 * 1000)
  const later = await person(ana.userId)
  const confirmed = await later.ask('POST', `/api/channels/${body.id}/confirm`, {
    token: request && json(request).data.token,
  })
  clock.now = before
  expect(confirmed.body).toMatchObject({ code: 'wrong-confirm-token' })
})

test('the token in a mail confirms its address, and so does the button behind its link', async () => {
  const mail = await mailServer()
  const { person, app } = await replica({ smtpUrl: mail.url })
  const ana = await person()
  for (const address of ['ana@example.com', 'ana@example.org'])
    expect((await ana.ask('POST', '/api/channels', { kind: 'email', address, locale: 'en' })).status).toBe(201)
  const items = async () => (await ana.ask<{ items: Added[] }>('GET', '/api/channels')).body.items
  const [first, second] = await items()
  const [one, two] = mail.received
  expect(one?.to).toEqual(['ana@example.com'])
  const text = one?.parts.get('text/plain') ?? ''
  const token = /token is: (\S+)/.exec(text)?.[1]
  expect((await ana.ask('POST', `/api/channels/${first?.id}/confirm`, { token })).status).toBe(200)
  const link = new URL(/https:\/\/\S+links\/\S+/.exec(two?.parts.get('text/plain') ?? '')?.[0] ?? '')
  await app.request(link.pathname)
  expect((await items()).map(({ state }) => state)).toEqual(['active', 'unconfirmed'])
  expect((await app.request(link.pathname, { method: 'POST' })).status).toBe(200)
  expect((await items()).find(({ id }) => id === second?.id)?.state).toBe('active')
})

test('a browser that subscribes again keeps its one channel and gets new keys', async () => {
  const { person } = await replica()
  const ana = await person()
  const [first, again] = [await pushService(), await pushService()]
  const { endpoint } = again.subscription
  await ana.ask('POST', '/api/channels', { kind: 'webpush', endpoint, keys: first.subscription.keys })
  const { status, body } = await ana.ask<Added>('POST', '/api/channels', { kind: 'webpush', ...again.subscription })
  expect({ status, state: body.state }).toEqual({ status: 201, state: 'active' })
  expect((await ana.ask('POST', `/api/channels/${body.id}/test`)).body).toMatchObject({ state: 'delivered' })
  expect(again.shown).toMatchObject([{ data: { what: 'test' }, subject: 'mailto:ops@example.com' }])
  const listed = await ana.ask<{ items: object[]; vapidPublicKey: string }>('GET', '/api/channels')
  expect(listed.body).toMatchObject({ items: [{ id: body.id }], vapidPublicKey: expect.stringMatching(/^.{87}$/) })
})

test('two channels of a person never have the same id, whatever their kind', async () => {
  const { person } = await replica()
  const ana = await person()
  const [{ subscription }, server, id] = [await pushService(), await localServer(), randomUUID()]
  await ana.ask('POST', '/api/channels', { kind: 'webhook', url: server.url, id })
  for (const other of [
    { kind: 'webpush', ...subscription, id },
    { kind: 'webhook', url: `${server.url}/other`, id },
  ])
    expect(await ana.ask('POST', '/api/channels', other)).toMatchObject({
      status: 409,
      body: { code: 'channel-exists' },
    })
})

test("another person's channel is the same 404 as a missing one", async () => {
  const { person } = await replica()
  const [ana, bob] = [await person(), await person()]
  const server = await localServer()
  const { body } = await ana.ask<Added>('POST', '/api/channels', { kind: 'webhook', url: server.url })
  const ways = (id: string) => [
    bob.ask('DELETE', `/api/channels/${id}`),
    bob.ask('POST', `/api/channels/${id}/test`),
    bob.ask('POST', `/api/channels/${id}/confirm`, { token: 'x' }),
  ]
  const [theirs, none] = [await Promise.all(ways(body.id)), await Promise.all(ways(randomUUID()))]
  expect(withoutTrace(theirs)).toEqual(withoutTrace(none))
  expect(theirs.map(({ status }) => status)).toEqual([404, 404, 404])
  expect((await ana.ask('DELETE', `/api/channels/${body.id}`)).status).toBe(204)
})

test('a person has an address only once, and 20 channels at most', async () => {
  const { person } = await replica()
  const ana = await person()
  const { subscription } = await pushService()
  const server = await localServer()
  const hook = { kind: 'webhook', url: server.url }
  await ana.ask('POST', '/api/channels', hook)
  expect((await ana.ask('POST', '/api/channels', hook)).body).toMatchObject({ code: 'channel-exists' })
  for (let i = 0; i < 19; i++)
    await ana.ask('POST', '/api/channels', {
      kind: 'webpush',
      ...subscription,
      endpoint: `${subscription.endpoint}${i}`,
    })
  expect((await ana.ask('POST', '/api/channels', { kind: 'webpush', ...subscription })).body).toMatchObject({
    code: 'quota-reached',
    detail: 'A person may have 20 channels here: remove one first.',
  })
})

test('a person can send 20 confirmation mails a day, also when they remove the channels: strangers get those mails', async () => {
  const mail = await mailServer()
  const { person } = await replica({ smtpUrl: mail.url })
  const ana = await person()
  const codes: unknown[] = []
  for (let i = 0; i < 21; i++) {
    const { status, body } = await ana.ask<Added>('POST', '/api/channels', {
      kind: 'email',
      address: `a${i}@example.com`,
    })
    codes.push(status)
    if (status === 201) await ana.ask('DELETE', `/api/channels/${body.id}`)
  }
  expect(codes).toEqual([...Array(20).fill(201), 429])
  expect(mail.received).toHaveLength(20)
})

describe('a channel is refused when', () => {
  const keys = { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: Buffer.alloc(16).toString('base64url') }
  test.each<[string, object, string]>([
    ['its kind is unknown', { kind: 'fax', number: '1' }, 'kind'],
    ['the URL is no URL', { kind: 'webhook', url: 'nowhere' }, 'url'],
    ['the host of the URL is malformed', { kind: 'webhook', url: 'https://^K<e' }, 'url'],
    ['the URL has another scheme', { kind: 'webhook', url: 'file:///etc/passwd' }, 'url'],
    ['the URL contains a password', { kind: 'webhook', url: 'https://a:b@example.com/' }, 'url'],
    ['the URL names a private address', { kind: 'webhook', url: 'https://10.0.0.1/' }, 'url'],
    ['the address is no address', { kind: 'email', address: 'ana' }, 'address'],
    ['the address has a second line', { kind: 'email', address: 'ana@example.com\r\nBcc: bob@example.com' }, 'address'],
    ['the address is a list', { kind: 'email', address: 'ana@example.com,bob@example.com' }, 'address'],
    [
      'the key is no key',
      { kind: 'webpush', endpoint: 'https://push.example/1', keys: { ...keys, p256dh: 'AAAA' } },
      'keys.p256dh',
    ],
    [
      'a push endpoint is a private address',
      { kind: 'webpush', endpoint: 'https://[::ffff:10.0.0.1]/', keys },
      'endpoint',
    ],
    ['it has an unknown field', { kind: 'webhook', url: 'https://example.com/', secret: 'mine' }, 'secret'],
  ])('%s', async (_, body, path) => {
    const { person } = await replica({ smtpUrl: 'smtp://127.0.0.1:1' })
    const ana = await person()
    expect(await ana.ask('POST', '/api/channels', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ path }] },
    })
  })

  test('the server has no mail server', async () => {
    const ana = await (await replica()).person()
    const refused = await ana.ask('POST', '/api/channels', { kind: 'email', address: 'ana@example.com' })
    expect(refused.body).toMatchObject({ code: 'no-such-door' })
  })
})

describe('the assistant may read the channels of a person, and may not', () => {
  const id = '01a1fe56-0ceb-7561-808d-a0ffbfb9173c'
  test.each<[string, string, string, object?]>([
    ['add one', 'POST', '/api/channels', { kind: 'email', address: 'evil@example.com' }],
    ['confirm one', 'POST', `/api/channels/${id}/confirm`, { token: 'x' }],
    ['test one', 'POST', `/api/channels/${id}/test`],
    ['remove one', 'DELETE', `/api/channels/${id}`],
  ])('%s', async (_, method, path, body) => {
    const { app } = await replica()
    const token = await issuer.token('ana', { scope: 'read write', act: { sub: 'assistant', door: 'mcp' } })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    expect((await app.request('/api/channels', { headers })).status).toBe(200)
    const refused = await app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({
      code: 'not-allowed',
      detail: expect.stringContaining('assistant'),
    })
  })
})
