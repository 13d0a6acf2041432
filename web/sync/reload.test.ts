import { expect, onTestFinished, test, vi } from 'vitest'
import { openSpace } from '../storage/space.ts'
import { synchronized, TestDevice, until } from './testing/device.ts'
import { ModelServer } from './testing/model-server.ts'

const ana = { email: 'ana@example.com', password: 'correct horse' }

async function world(tasks: number) {
  const server = new ModelServer()
  for (let i = 0; i < tasks; i++) server.write('POST', '/api/tasks', { title: `Task ${i}, ٹاسک` })
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const open = () => device.open(() => server.now())
  return { server, device, open }
}

test('an empty device shows the first page, and reads the rest as one file, however the network cuts it', async () => {
  const { server, open } = await world(2_500)
  const tab = await open()
  const sizes: number[] = []
  tab.client.tasks.subscribe(tasks => void sizes.push(tasks.size))

  await tab.client.signUp(ana)
  await synchronized(tab, () => server.head)

  expect(new Map([...tab.session().hub.replica.tasks])).toEqual(server.tasks)
  // The first page, a thousand, and the rest: each makes the lists once.
  expect(sizes.filter(Boolean)).toHaveLength(3)
  expect(server.lists).toBe(1)
})

test('a server without a place for the file is read page by page', async () => {
  const { server, open } = await world(50)
  server.busyExports = 1
  const tab = await open()

  await tab.client.signUp(ana)
  await synchronized(tab, () => server.head)

  expect(tab.client.tasks.value.size).toBe(50)
  expect(server.exports).toBe(1)
  expect(server.lists).toBe(2)
})

test('a file that ends early counts for nothing: the device asks again and loses no task', async () => {
  const { server, open } = await world(50)
  server.cutExports = true
  const tab = await open()
  await tab.client.signUp(ana)
  await vi.waitFor(() => expect(server.exports).toBeGreaterThan(1))
  expect(tab.session().hub.meta.cursor).toBeNull()

  server.cutExports = false
  await synchronized(tab, () => server.head)

  expect(tab.client.tasks.value.size).toBe(50)
})

test('deleted tasks of the file do not appear, and tasks that the server no longer has go', async () => {
  const { server, device, open } = await world(30)
  const [deleted = '', purged = ''] = server.tasks.keys()
  const tab = await open()
  await tab.client.signUp(ana)
  await synchronized(tab, () => server.head)
  device.offline()
  server.write('DELETE', `/api/tasks/${deleted}`)
  server.tasks.delete(purged)
  server.trimmed = server.head

  device.online()
  await synchronized(tab, () => server.head)

  expect(tab.session().hub.replica.tasks.size).toBe(28)
})

test('a device with many tasks works before it has read them all', async () => {
  const { server, device, open } = await world(3_000)
  const first = await open()
  await first.client.signUp(ana)
  await synchronized(first, () => server.head)
  await device.close()

  const tab = await open()
  const early = tab.client.tasks.value.size
  const { ids } = tab.client.create([{ title: 'Added early' }])
  await until(tab.client.loading, loading => !loading)
  await synchronized(tab, () => server.head)

  expect(early).toBeLessThan(3_000)
  expect(tab.client.tasks.value.size).toBe(3_001)
  expect(server.tasks.get(ids[0] ?? '')?.title).toBe('Added early')
})

test('what a person changes or removes while the rest is read is not overwritten by it', async () => {
  const { device, open } = await world(0)
  const writer = await open()
  writer.client.create(Array.from({ length: 2_000 }, (_, i) => ({ title: `Task ${i}` })))
  await device.close()
  const space = await openSpace(`${device.prefix} `, null)
  const { replica } = await space.load()
  space.close()

  const tab = await open()
  const { hub } = tab.session()
  const [, edited, removed] = [...replica.tasks.values()]
  if (!edited || !removed) throw new Error('there are no tasks')
  hub.commit({ tasks: [{ ...edited, title: 'edited', version: 2 }], gone: [removed.id] })
  await hub.loaded

  expect(tab.client.tasks.value.get(edited.id)?.title).toBe('edited')
  expect(tab.client.tasks.value.has(removed.id)).toBe(false)
  expect(tab.client.tasks.value.size).toBe(1_999)
})
