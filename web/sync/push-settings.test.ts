import { expect, onTestFinished, test } from 'vitest'
import { settled, TestDevice, until } from './testing/device.ts'
import { ModelServer } from './testing/model-server.ts'

const account = { email: 'ana@example.com', password: 'correct horse' }

async function subscribed() {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const { client, ...tab } = await device.open(() => server.now())
  await client.signUp(account)
  await settled({ client, ...tab }, () => server.head)
  device.subscribed = { endpoint: 'https://push.example/1', keys: {} }
  return { server, device, client }
}

test('signing out without a network ends what the browser is subscribed to, although the server cannot be told', async () => {
  const { device, client } = await subscribed()
  device.offline()

  expect(await client.signOut()).toEqual({ done: true })

  expect(device.subscribed).toBeUndefined()
  await until(client.push.state, state => state === 'off')
})

test('a session that ends keeps it: the same person comes back', async () => {
  const { server, device, client } = await subscribed()
  server.signedIn = false
  client.create([{ title: 'Buy milk' }])
  await until(client.connection, connection => connection === 'signed-out')

  expect(device.subscribed).toBeDefined()
  server.signedIn = true
  await client.signIn(account)

  expect(device.subscribed).toBeDefined()
})
