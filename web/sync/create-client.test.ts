import { expect, onTestFinished, test, vi } from 'vitest'
import { ruleText } from '../../functions/domain/recurrence/rule-text.ts'
import type { Running } from './create-client.ts'
import { settled, TestDevice, until } from './testing/device.ts'
import { ModelServer } from './testing/model-server.ts'

const account = { email: 'ana@example.com', password: 'correct horse' }

function world() {
  const server = new ModelServer()
  const newDevice = (options = {}) => {
    const device = new TestDevice((url, sent) => server.fetch(url, sent), options)
    onTestFinished(() => device.close())
    return device
  }
  const signedIn = async (device = newDevice()) => {
    const tab = await device.open(() => server.now())
    await tab.client.signUp(account)
    await settled(tab, () => server.head)
    return { device, tab, client: tab.client }
  }
  return { server, newDevice, signedIn }
}

const titles = ({ client }: Pick<Running, 'client'>) => [...client.tasks.value.values()].map(task => task.title).sort()
const firstOf = ({ client }: Pick<Running, 'client'>) => {
  const [task] = client.tasks.value.values()
  if (!task) throw new Error('there is no task')
  return task
}

test('without an account tasks live on the device, and are there after it was closed', async () => {
  const { newDevice } = world()
  const device = newDevice()
  const first = await device.open()
  const { ids } = first.client.create([{ title: 'Buy milk', tags: ['home'] }, { title: 'Call mum' }])
  first.client.complete(ids[1] ?? '')
  await device.close()

  const again = await device.open()

  expect(titles(again)).toEqual(['Buy milk', 'Call mum'])
  expect(again.client.tasks.value.get(ids[1] ?? '')?.status).toBe('done')
  expect(again.client.waiting.value).toBe(0)
})

test('signing up keeps the tasks of the device: each is at the server once', async () => {
  const { server, newDevice, signedIn } = world()
  const device = newDevice()
  const tab = await device.open(() => server.now())
  const { ids } = tab.client.create([{ title: 'Buy milk' }, { title: 'Call mum' }])
  tab.client.complete(ids[0] ?? '')

  await signedIn(device)

  expect([...server.tasks.values()].map(({ id, title, status }) => [id, title, status])).toEqual([
    [ids[0], 'Buy milk', 'done'],
    [ids[1], 'Call mum', 'open'],
  ])
})

test('what is done offline shows at once, waits, and is sent in order', async () => {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  device.offline()

  const { ids } = client.create([{ title: 'Buy milk' }])
  client.update(ids, { title: 'Buy oat milk', priority: 'P1' })
  client.complete(ids)

  expect(firstOf(tab)).toMatchObject({ title: 'Buy oat milk', priority: 'P1', status: 'done', pending: true })
  expect(server.tasks.size).toBe(0)
  device.online()
  await settled(tab, () => server.head)
  expect(firstOf(tab)).toMatchObject({ title: 'Buy oat milk', status: 'done', pending: false, version: 3 })
  expect(client.connection.value).toBe('online')
})

test('an answer that does not arrive is asked for again, and nothing is done twice', async () => {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  const { ids } = client.create([
    {
      title: 'Standup',
      due: { date: '2026-11-21', zone: 'UTC' },
      repeat: { rule: ruleText('FREQ=DAILY'), from: 'due' },
    },
  ])
  await settled(tab, () => server.head)

  device.weather = 'answer-lost'
  client.complete(ids)
  await settled(tab, () => server.head)

  expect([...server.tasks.values()].map(task => task.status)).toEqual(['done', 'open'])
})

test('a tab that was killed before it could send leaves nothing behind: the next one sends it', async () => {
  const { server, signedIn, newDevice } = world()
  const { device, client } = await signedIn()
  device.offline()
  client.create([{ title: 'Buy milk' }])
  await device.close()

  const again = newDevice({ place: device.place })
  await settled(await again.open(() => server.now()), () => server.head)

  expect([...server.tasks.values()].map(task => task.title)).toEqual(['Buy milk'])
})

test('two devices see each other, and edits of different fields both stay', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  const { ids } = one.client.create([{ title: 'Rent' }])
  await Promise.all([settled(one.tab, () => server.head), until(two.client.tasks, tasks => tasks.size === 1)])

  two.device.offline()
  two.client.update(ids, { priority: 'P1', tags: ['money'] })
  one.client.update(ids, { title: 'Pay rent', tags: ['home'] })
  await settled(one.tab, () => server.head)
  two.device.online()
  await settled(two.tab, () => server.head)
  await settled(one.tab, () => server.head)

  const expected = { title: 'Pay rent', priority: 'P1', tags: ['home', 'money'] }
  expect([firstOf(one.tab), firstOf(two.tab)]).toMatchObject([expected, expected])
  expect(firstOf(two.tab).conflicts).toBeUndefined()
})

test('of a field that both changed the newer value stays until the person chooses', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  const {
    ids: [id = ''],
  } = one.client.create([{ title: 'Rent' }])
  await Promise.all([settled(one.tab, () => server.head), until(two.client.tasks, tasks => tasks.size === 1)])

  two.device.offline()
  two.client.update(id, { title: 'Pay the rent' })
  one.client.update(id, { title: 'Rent is due' })
  await settled(one.tab, () => server.head)
  two.device.online()
  await settled(two.tab, () => server.head)

  const shown = firstOf(two.tab)
  expect(shown.title).toBe('Rent is due')
  expect(shown.conflicts).toEqual([{ field: 'title', mine: 'Pay the rent', theirs: 'Rent is due', kept: 'theirs' }])
  two.client.resolveConflict(id, 'title', 'mine')
  await settled(two.tab, () => server.head)
  await settled(one.tab, () => server.head)
  expect(firstOf(two.tab).conflicts).toBeUndefined()
  expect([firstOf(one.tab).title, server.tasks.get(id)?.title]).toEqual(['Pay the rent', 'Pay the rent'])
})

test('a refused task stays, says why, and can be dropped', async () => {
  const { server, signedIn } = world()
  const { tab, client } = await signedIn()
  const {
    ids: [id = ''],
  } = client.create([{ title: 'refuse me' }])
  client.update(id, { priority: 'P1' })
  client.create([{ title: 'Buy milk' }])
  await until(client.tasks, tasks => tasks.get(id)?.refused !== undefined)

  const { refused } = client.tasks.value.get(id) ?? {}
  expect(refused).toMatchObject({ kind: 'create', problem: { refused: 'invalid-request' } })
  await until(client.tasks, tasks => [...tasks.values()].some(task => task.title === 'Buy milk' && !task.pending))
  client.drop(refused?.operationId ?? '')
  await settled(tab, () => server.head)
  expect(titles(tab)).toEqual(['Buy milk'])
})

test('an edit of a task that was deleted elsewhere is shown as refused; trying again brings the task back', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  const {
    ids: [id = ''],
  } = one.client.create([{ title: 'Rent' }])
  await Promise.all([settled(one.tab, () => server.head), until(two.client.tasks, tasks => tasks.size === 1)])
  two.device.offline()
  two.client.update(id, { notes: 'words that took an hour' })
  one.client.remove(id)
  await settled(one.tab, () => server.head)
  two.device.online()
  await until(two.client.tasks, tasks => tasks.get(id)?.refused !== undefined)

  two.client.retry(two.client.tasks.value.get(id)?.refused?.operationId ?? '')
  await settled(two.tab, () => server.head)

  expect(server.tasks.get(id)).toMatchObject({ notes: 'words that took an hour' })
  expect(server.tasks.get(id)?.deletedAt).toBeUndefined()
})

test('of two tabs one sends, both show the same, and the other takes over when it is closed', async () => {
  const { server, newDevice, signedIn } = world()
  const device = newDevice()
  const { tab: first } = await signedIn(device)
  const second = await device.open(() => server.now())

  second.client.create([{ title: 'From the second' }])
  await until(first.client.tasks, tasks => tasks.size === 1)
  await settled(second, () => server.head)
  await first.close()
  second.client.create([{ title: 'After the first' }])
  await settled(second, () => server.head)

  expect(titles(second)).toEqual(['After the first', 'From the second'])
  expect(server.updates).toHaveLength(2)
})

test('signed out elsewhere, what is not sent stays, and is sent after signing in again', async () => {
  const { server, signedIn } = world()
  const { tab, client } = await signedIn()
  server.signedIn = false
  client.create([{ title: 'Buy milk' }])
  await until(client.connection, connection => connection === 'signed-out')
  expect(client.waiting.value).toBe(1)

  server.signedIn = true
  await client.signIn(account)
  await settled(tab, () => server.head)

  expect([...server.tasks.values()].map(task => task.title)).toEqual(['Buy milk'])
})

test('a device that is too far behind reads everything anew and keeps what it has not sent', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  two.device.offline()
  two.client.create([{ title: 'Mine' }])
  for (const title of ['a', 'b', 'c', 'd', 'e']) one.client.create([{ title }])
  await settled(one.tab, () => server.head)
  server.trimmed = server.head

  two.device.online()
  await settled(two.tab, () => server.head)

  expect(titles(two.tab)).toEqual(['Mine', 'a', 'b', 'c', 'd', 'e'])
})

test('a series goes on offline, and what is done to the expected task reaches the one that the server makes', async () => {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  const due = { date: '2026-11-21', zone: 'UTC' }
  const { ids } = client.create([{ title: 'Standup', due, repeat: { rule: ruleText('FREQ=DAILY'), from: 'due' } }])
  await settled(tab, () => server.head)
  device.offline()
  await until(client.connection, connection => connection === 'offline')
  client.complete(ids)
  const tasks = await until(client.tasks, shown => shown.size === 2)
  const expected = [...tasks.values()].find(task => task.expected)
  client.update(expected?.id ?? '', { priority: 'P1' })

  device.online()
  await settled(tab, () => server.head)

  const there = [...server.tasks.values()].map(task => [task.status, task.priority, task.due?.date])
  expect(there).toEqual([
    ['done', 'P4', '2026-11-21'],
    ['open', 'P1', '2026-11-22'],
  ])
  expect([...client.tasks.value.keys()].sort()).toEqual([...server.tasks.keys()].sort())
})

test('every deed is taken back by its token', async () => {
  const { server, signedIn } = world()
  const { tab, client } = await signedIn()
  const made = client.create([{ title: 'One' }, { title: 'Two' }])
  const [id = ''] = made.ids
  const before = client.tasks.value.get(id)

  const edited = client.update(made.ids, { title: 'Changed', due: { date: '2026-11-22', zone: 'UTC', time: '09:00' } })
  client.undo(edited)
  client.complete(made.ids)
  client.undo()
  client.remove(made.ids)
  client.undo()
  await settled(tab, () => server.head)

  const after = client.tasks.value.get(id)
  expect(after).toMatchObject({ title: before?.title, due: null, status: 'open' })
  client.undo(made.undo)
  await settled(tab, () => server.head)
  expect(client.tasks.value.size).toBe(0)
})

test('a tab that nobody looks at holds no stream, and catches up when somebody does', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  await vi.waitFor(() => expect(server.streams).toBe(2))
  two.device.rest(true)
  await vi.waitFor(() => expect(server.streams).toBe(1))

  one.client.create([{ title: 'Buy milk' }])
  await settled(one.tab, () => server.head)
  expect(titles(two.tab)).toEqual([])
  two.device.rest(false)
  await settled(two.tab, () => server.head)

  expect(titles(two.tab)).toEqual(['Buy milk'])
})

test('a filter that is changed stays where it stands, and one that was let go of comes back there', async () => {
  const { newDevice } = world()
  const device = newDevice()
  const { client } = await device.open()
  const names = () => client.savedFilters.value.map(({ name }) => name)
  const [first = '', second = ''] = ['First', 'Second', 'Third'].map(name =>
    client.saveFilter({ name, query: { priority: ['P1'], tags: ['home'], tagMode: 'all' } }),
  )

  client.saveFilter({ id: first, name: 'Primus', query: { due: 'overdue' } })
  client.removeFilter(second)
  expect(names()).toEqual(['Primus', 'Third'])

  expect(client.undo()).toEqual({ what: 'filter-removed', count: 1 })
  expect(names()).toEqual(['Primus', 'Second', 'Third'])
  expect(client.undo()).toBeNull()
  const again = await device.open()
  expect(again.client.savedFilters.value.map(({ query }) => query)).toEqual([
    { due: 'overdue' },
    { priority: ['P1'], tags: ['home'], tagMode: 'all' },
    { priority: ['P1'], tags: ['home'], tagMode: 'all' },
  ])
})
