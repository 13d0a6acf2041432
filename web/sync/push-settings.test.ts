import { expect, test } from 'vitest'
import { until } from './testing/device.ts'
import { account, signedIn } from './testing/signed-in.ts'

const subscription = { endpoint: 'https://push.example/1', keys: { auth: 'a', p256dh: 'p' } }
const body = { kind: 'webpush', expirationTime: null, ...subscription }
const add = 'POST /api/channels'
const remove = 'DELETE /api/channels/c1'

async function subscribed() {
  const world = await signedIn({
    'GET /api/channels': [200, { items: [], vapidPublicKey: 'key' }],
    [add]: [201, { id: 'c1' }],
    [remove]: [204],
  })
  world.device.subscription = subscription
  return world
}

test('signing out offline ends the push subscription, although the server does not hear of it', async () => {
  const { device, client } = await subscribed()
  device.offline()

  expect(await client.signOut()).toEqual({ done: true })

  expect(device.subscription).toBeUndefined()
  await until(client.push.state, state => state === 'off')
})

test('the end of a session keeps the push subscription for the next sign-in', async () => {
  const { server, device, client } = await subscribed()
  server.signedIn = false
  client.create([{ title: 'Buy milk' }])
  await until(client.connection, connection => connection === 'signed-out')

  expect(device.subscription).toBeDefined()
  server.signedIn = true
  await client.signIn(account)

  expect(device.subscription).toBeDefined()
})

test('a browser that the person allows becomes a channel of the account', async () => {
  const { client, sent } = await subscribed()

  expect(await client.push.turnOn()).toEqual({ done: true })

  expect(client.push.state.value).toBe('on')
  expect(sent.at(-1)).toEqual({ request: add, body })
})

test('a browser without the permission becomes no channel', async () => {
  const { client, device, sent } = await subscribed()
  device.subscription = undefined

  expect(await client.push.turnOn()).toMatchObject({ refused: 'not-permitted' })

  expect(client.push.state.value).toBe('off')
  expect(sent.map(({ request }) => request)).toEqual(['GET /api/channels'])
})

test('a server without web push, and one that refuses the channel, say so', async () => {
  const { client, answers } = await subscribed()

  answers[add] = [409, { code: 'quota-reached', detail: '' }]
  expect(await client.push.turnOn()).toMatchObject({ refused: 'quota-reached' })
  answers['GET /api/channels'] = [200, { items: [], vapidPublicKey: null }]
  expect(await client.push.turnOn()).toMatchObject({ refused: 'no-such-door' })
  answers['GET /api/channels'] = [401, { code: 'not-signed-in', detail: '' }]
  expect(await client.push.turnOn()).toMatchObject({ refused: 'not-signed-in' })
})

test('turning it off, or signing out, removes this browser from the account', async () => {
  const { client, device, sent } = await subscribed()
  const requests = () => sent.splice(0).map(({ request }) => request)

  expect(await client.push.turnOff()).toEqual({ done: true })
  expect(requests()).toEqual([add, remove])
  expect(device.subscription).toBeUndefined()
  expect(client.push.state.value).toBe('off')

  device.subscription = subscription
  await client.signOut()
  expect(requests()).toEqual([add, remove])
})
