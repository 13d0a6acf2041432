import { openDB } from 'idb'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { spaceVersion } from '../storage/schema.ts'
import { spaceName } from '../storage/space.ts'
import { TestDevice, until } from './testing/device.ts'
import { ModelServer } from './testing/model-server.ts'

afterEach(() => vi.unstubAllGlobals())

async function opened() {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  return device.open()
}

test('a browser without storage works until the tab is closed, and reports it', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('a private window', 'SecurityError')
    },
  })

  const { client } = await opened()
  client.create([{ title: 'Buy milk' }])

  expect(client.trouble.value).toBe('storage-off')
  expect([...client.tasks.value.values()].map(task => task.title)).toEqual(['Buy milk'])
})

test('a full device reports it and still shows the new task', async () => {
  const { client } = await opened()
  const full = new DOMException('no room', 'QuotaExceededError')
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw full
  })
  onTestFinished(() => void vi.restoreAllMocks())
  client.create([{ title: 'Buy milk' }])

  await until(client.trouble, trouble => trouble === 'storage-full')
  expect(client.tasks.value.size).toBe(1)
})

test('storage of a newer client stays as it is, and the person is asked to reload', async () => {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const newer = await openDB(spaceName(`${device.prefix} `, null), spaceVersion + 1)
  newer.close()

  const { client } = await device.open()

  expect(client.trouble.value).toBe('newer-version')
})
