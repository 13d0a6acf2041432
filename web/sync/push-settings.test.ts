import { expect, onTestFinished, test } from 'vitest'
import { synchronized, TestDevice, until } from './testing/device.ts'
import { ModelServer } from './testing/model-server.ts'

const account = { email: 'ana@example.com', password: 'correct horse' }

async function subscribed() {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const { client, ...tab } = await device.open(() => server.now())
  await client.signUp(account)
  await synchronized({ client, ...tab }, () => server.head)
  device.subscription = { endpoint: 'https://push.example/1', keys: {} }
  return { server, device, client }
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
