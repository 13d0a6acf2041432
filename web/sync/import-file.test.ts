import { expect, onTestFinished, test, vi } from 'vitest'
import type { ImportProgress } from '../model/import-progress.ts'
import { synchronized, TestDevice } from './testing/device.ts'
import { ModelServer } from './testing/model-server.ts'

async function world() {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const tab = await device.open(() => server.now())
  await tab.client.signUp({ email: 'ana@example.com', password: 'correct horse' })
  await synchronized(tab, () => server.head)
  await vi.waitFor(() => expect(tab.client.connection.value).toBe('online'))
  return { server, device, tab, client: tab.client }
}

const fileOf = (count: number) => ({
  format: 'json' as const,
  text: JSON.stringify({ tasks: Array.from({ length: count }, (_, i) => ({ title: `Task ${i}` })) }),
})

/** Starts an import and collects its progress. */
function start({ client }: Awaited<ReturnType<typeof world>>, file = fileOf(30)) {
  const seen: ImportProgress[] = []
  const cancel = new AbortController()
  const ended = client.import(file, progress => void seen.push(progress), cancel.signal)
  const reaches = (part: Partial<ImportProgress>) =>
    vi.waitFor(() => expect(seen.at(-1)).toMatchObject(part), { interval: 1 })
  return { seen, cancel, ended, reaches }
}

test('an import ends when this device has all of its tasks, although the server answers before it sends them', async () => {
  const here = await world()
  const send = here.server.holdUpdates()
  const { ended, seen, reaches } = start(here)
  await reaches({ at: 'arriving', arrived: 0, of: 30, away: false })

  send()
  const outcome = await ended

  expect(outcome).toMatchObject({ created: 30, isHere: true })
  expect(here.client.tasks.value.size).toBe(30)
  expect(seen[0]).toEqual({ at: 'server' })
  expect(seen.at(-1)).toEqual({ at: 'arriving', arrived: 30, of: 30, away: false })
})

test('an import does not wait for changes of other tasks that come after its own', async () => {
  const here = await world()
  here.client.create([{ title: 'Mine' }])
  await synchronized(here.tab, () => here.server.head)
  const send = here.server.holdUpdates()
  const { ended, reaches } = start(here)
  await reaches({ at: 'arriving', arrived: 0 })
  const [mine] = here.server.tasks.keys()
  here.server.write('PATCH', `/api/tasks/${mine}`, { notes: 'from elsewhere' })

  send(1)
  await reaches({ at: 'arriving', arrived: 30 })

  expect(await ended).toMatchObject({ isHere: true })
  expect(here.client.tasks.value.size).toBe(31)
})

test('an import whose tasks do not arrive says so and ends', async () => {
  const here = await world()
  here.server.holdUpdates()
  const { ended, seen } = start(here)

  expect(await ended).toMatchObject({ created: 30, isHere: false })
  expect(seen.at(-1)).toMatchObject({ arrived: 0, of: 30 })
})

test('an import says that its tasks will follow when the device goes offline, and ends when they arrive after all', async () => {
  const here = await world()
  const send = here.server.holdUpdates()
  const { ended, reaches } = start(here)
  await reaches({ at: 'arriving', away: false })
  here.device.offline()
  await reaches({ at: 'arriving', away: true })

  send()
  here.device.online()

  expect(await ended).toMatchObject({ isHere: true })
  expect(here.client.tasks.value.size).toBe(30)
})

test('an import finds its tasks also when the device reloads everything meanwhile', async () => {
  const here = await world()
  const send = here.server.holdUpdates()
  const { ended, reaches } = start(here)
  await reaches({ at: 'arriving' })
  here.device.offline()
  await reaches({ at: 'arriving', away: true })
  send()
  here.server.trimmed = here.server.head

  here.device.online()

  expect(await ended).toMatchObject({ isHere: true })
  expect(here.client.tasks.value.size).toBe(30)
})

test('a busy server is asked again with the same key, after as many seconds as it says', async () => {
  const here = await world()
  here.server.busyImports = 2
  const { ended, seen } = start(here)

  expect(await ended).toMatchObject({ created: 30, isHere: true })
  expect(new Set(here.server.imports).size).toBe(1)
  expect(here.server.imports).toHaveLength(3)
  expect(seen.slice(0, 4)).toEqual([
    { at: 'server' },
    { at: 'busy', againInS: 3 },
    { at: 'busy', againInS: 2 },
    { at: 'busy', againInS: 1 },
  ])
})

test('a person can stop waiting for a busy server: then nothing is imported', async () => {
  const here = await world()
  here.server.busyImports = 100
  const { ended, cancel, reaches } = start(here)
  await reaches({ at: 'busy' })

  cancel.abort()

  expect(await ended).toMatchObject({ refused: 'too-many-requests' })
  expect(here.server.tasks.size).toBe(0)
})

test('a second try after a lost answer is the same request', async () => {
  const here = await world()
  const file = fileOf(30)
  here.device.network = 'answer-lost'
  expect(await start(here, file).ended).toMatchObject({ refused: 'offline' })

  await start(here, file).ended

  expect(new Set(here.server.imports).size).toBe(1)
})
