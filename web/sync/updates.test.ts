import { expect, test, vi } from 'vitest'
import { synchronized, until } from './testing/device.ts'
import { account, withAnswers } from './testing/signed-in.ts'

/** A device behind a proxy that closes every stream at once. */
async function withoutStreams() {
  const world = withAnswers({ 'GET /api/stream': async () => new Response('') })
  const tab = await world.open()
  await tab.client.signUp(account)
  await until(tab.client.connection, connection => connection === 'online')
  return { ...world, tab, client: tab.client }
}

test('where the network cuts every stream, updates still arrive', async () => {
  const { server, tab, client, sent } = await withoutStreams()

  server.write('POST', '/api/tasks', { title: 'Buy milk' })
  await synchronized(tab, () => server.head)
  server.write('POST', '/api/tasks', { title: 'Call mum' })
  await synchronized(tab, () => server.head)

  expect([...client.tasks.value.values()].map(task => task.title)).toEqual(['Buy milk', 'Call mum'])
  // After two streams that brought nothing, the device asks for none.
  expect(sent).toHaveLength(2)
})

test('where the network cuts every stream, a device that is too far behind reloads everything', async () => {
  const { server, device, tab, client } = await withoutStreams()
  await synchronized(tab, () => server.head)
  device.offline()
  server.write('POST', '/api/tasks', { title: 'Buy milk' })
  server.trimmed = server.head

  device.online()
  await synchronized(tab, () => server.head)

  expect([...client.tasks.value.values()].map(task => task.title)).toEqual(['Buy milk'])
})

test('where the network cuts every stream, the end of the session is noticed, and the next sign-in continues', async () => {
  const { server, client } = await withoutStreams()

  server.signedIn = false

  await until(client.connection, connection => connection === 'signed-out')
  server.signedIn = true
  expect(await client.signIn(account)).toEqual({ done: true })
})

test('a stream that brought updates before it was cut is opened again', async () => {
  const { server, open, answers, sent } = withAnswers()
  const { client, ...tab } = await open()
  let streams = 0
  answers['GET /api/stream'] = async options => {
    if (++streams > 4) return server.fetch('/api/stream', options)
    server.write('POST', '/api/tasks', { title: `Task ${streams}` })
    return new Response(`event: begin\ndata: {}\n\nevent: update\ndata: ${JSON.stringify(server.updates.at(-1))}\n\n`)
  }

  await client.signUp(account)
  await until(client.tasks, tasks => tasks.size === 4)
  await synchronized({ client, ...tab }, () => server.head)

  await vi.waitFor(() => expect(server.streams).toBe(1))
  expect(sent).toHaveLength(5)
})
