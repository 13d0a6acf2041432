import { expect, onTestFinished, test, vi } from 'vitest'
import { ruleText } from '../../functions/domain/recurrence/rule-text.ts'
import type { RunningClient } from './create-client.ts'
import { synchronized, TestDevice, until } from './testing/device.ts'
import { ModelServer, traceId } from './testing/model-server.ts'

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
    await synchronized(tab, () => server.head)
    return { device, tab, client: tab.client }
  }
  return { server, newDevice, signedIn }
}

const titles = ({ client }: Pick<RunningClient, 'client'>) =>
  [...client.tasks.value.values()].map(task => task.title).sort()
const firstOf = ({ client }: Pick<RunningClient, 'client'>) => {
  const [task] = client.tasks.value.values()
  if (!task) throw new Error('there is no task')
  return task
}

test('tasks without an account live on the device and survive a restart', async () => {
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

test('signing up moves the tasks of the device to the server, each exactly once', async () => {
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

test('offline changes show at once, wait, and are sent in order', async () => {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  device.offline()

  const { ids } = client.create([{ title: 'Buy milk' }])
  client.update(ids, { title: 'Buy oat milk', priority: 'P1' })
  client.complete(ids)

  expect(firstOf(tab)).toMatchObject({ title: 'Buy oat milk', priority: 'P1', status: 'done', pending: true })
  expect(server.tasks.size).toBe(0)
  device.online()
  await synchronized(tab, () => server.head)
  expect(firstOf(tab)).toMatchObject({ title: 'Buy oat milk', status: 'done', pending: false, version: 3 })
  expect(client.connection.value).toBe('online')
})

test('an operation whose answer was lost is sent again and takes effect once', async () => {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  const { ids } = client.create([
    {
      title: 'Standup',
      due: { date: '2026-11-21', zone: 'UTC' },
      repeat: { rule: ruleText('FREQ=DAILY'), from: 'due' },
    },
  ])
  await synchronized(tab, () => server.head)

  device.network = 'answer-lost'
  client.complete(ids)
  await synchronized(tab, () => server.head)

  expect([...server.tasks.values()].map(task => task.status)).toEqual(['done', 'open'])
})

test('the next tab sends what a killed tab could not send', async () => {
  const { server, signedIn, newDevice } = world()
  const { device, client } = await signedIn()
  device.offline()
  client.create([{ title: 'Buy milk' }])
  await device.close()

  const again = newDevice({ prefix: device.prefix })
  await synchronized(await again.open(() => server.now()), () => server.head)

  expect([...server.tasks.values()].map(task => task.title)).toEqual(['Buy milk'])
})

test('edits of different fields on two devices are both kept', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  const { ids } = one.client.create([{ title: 'Rent' }])
  await Promise.all([synchronized(one.tab, () => server.head), until(two.client.tasks, tasks => tasks.size === 1)])

  two.device.offline()
  two.client.update(ids, { priority: 'P1', tags: ['money'] })
  one.client.update(ids, { title: 'Pay rent', tags: ['home'] })
  await synchronized(one.tab, () => server.head)
  two.device.online()
  await synchronized(two.tab, () => server.head)
  await synchronized(one.tab, () => server.head)

  const expected = { title: 'Pay rent', priority: 'P1', tags: ['home', 'money'] }
  expect([firstOf(one.tab), firstOf(two.tab)]).toMatchObject([expected, expected])
  expect(firstOf(two.tab).conflicts).toBeUndefined()
})

test('a field that two devices changed shows the newer value until the person chooses', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  const {
    ids: [id = ''],
  } = one.client.create([{ title: 'Rent' }])
  await Promise.all([synchronized(one.tab, () => server.head), until(two.client.tasks, tasks => tasks.size === 1)])

  two.device.offline()
  two.client.update(id, { title: 'Pay the rent' })
  one.client.update(id, { title: 'Rent is due' })
  await synchronized(one.tab, () => server.head)
  two.device.online()
  await synchronized(two.tab, () => server.head)

  const shown = firstOf(two.tab)
  expect(shown.title).toBe('Rent is due')
  expect(shown.conflicts).toEqual([{ field: 'title', mine: 'Pay the rent', theirs: 'Rent is due', kept: 'theirs' }])
  two.client.resolveConflict(id, 'title', 'mine')
  await synchronized(two.tab, () => server.head)
  await synchronized(one.tab, () => server.head)
  expect(firstOf(two.tab).conflicts).toBeUndefined()
  expect([firstOf(one.tab).title, server.tasks.get(id)?.title]).toEqual(['Pay the rent', 'Pay the rent'])
})

test('a refused task stays, gives the reason and the trace of its request, and can be discarded', async () => {
  const { server, signedIn } = world()
  const { tab, client } = await signedIn()
  const {
    ids: [id = ''],
  } = client.create([{ title: 'refuse me' }])
  client.update(id, { priority: 'P1' })
  client.create([{ title: 'Buy milk' }])
  await until(client.tasks, tasks => tasks.get(id)?.refused !== undefined)

  const { refused } = client.tasks.value.get(id) ?? {}
  expect(refused).toMatchObject({ kind: 'create', problem: { refused: 'invalid-request', traceId } })
  await until(client.tasks, tasks => [...tasks.values()].some(task => task.title === 'Buy milk' && !task.pending))
  client.discard(refused?.operationId ?? '')
  await synchronized(tab, () => server.head)
  expect(titles(tab)).toEqual(['Buy milk'])
})

test('an edit of a task that another device deleted is refused, and a retry restores the task', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  const {
    ids: [id = ''],
  } = one.client.create([{ title: 'Rent' }])
  await Promise.all([synchronized(one.tab, () => server.head), until(two.client.tasks, tasks => tasks.size === 1)])
  two.device.offline()
  two.client.update(id, { notes: 'words that took an hour' })
  one.client.remove(id)
  await synchronized(one.tab, () => server.head)
  two.device.online()
  await until(two.client.tasks, tasks => tasks.get(id)?.refused !== undefined)

  two.client.retry(two.client.tasks.value.get(id)?.refused?.operationId ?? '')
  await synchronized(two.tab, () => server.head)

  expect(server.tasks.get(id)).toMatchObject({ notes: 'words that took an hour' })
  expect(server.tasks.get(id)?.deletedAt).toBeUndefined()
})

test('a device learns by the refusal that its task was deleted, also when a reload named it no more', async () => {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  const [id = ''] = client.create([{ title: 'Rent' }]).ids
  await synchronized(tab, () => server.head)
  device.offline()
  client.complete(id)
  server.write('DELETE', `/api/tasks/${id}`)
  server.trimmed = server.head

  device.online()
  await until(client.tasks, tasks => tasks.get(id)?.refused !== undefined)

  expect(tab.session().hub.replica.tasks.get(id)?.deletedAt).toBeDefined()
})

test('exactly one of two tabs sends, both show the same, and the other takes over when it closes', async () => {
  const { server, newDevice, signedIn } = world()
  const device = newDevice()
  const { tab: first } = await signedIn(device)
  const second = await device.open(() => server.now())

  second.client.create([{ title: 'From the second' }])
  await until(first.client.tasks, tasks => tasks.size === 1)
  await synchronized(second, () => server.head)
  await first.close()
  second.client.create([{ title: 'After the first' }])
  await synchronized(second, () => server.head)

  expect(titles(second)).toEqual(['After the first', 'From the second'])
  expect(server.updates).toHaveLength(2)
})

test('changes wait when the session ends elsewhere, and are sent after the next sign-in', async () => {
  const { server, signedIn } = world()
  const { tab, client } = await signedIn()
  server.signedIn = false
  client.create([{ title: 'Buy milk' }])
  await until(client.connection, connection => connection === 'signed-out')
  expect(client.waiting.value).toBe(1)

  server.signedIn = true
  await client.signIn(account)
  await synchronized(tab, () => server.head)

  expect([...server.tasks.values()].map(task => task.title)).toEqual(['Buy milk'])
})

test('a device that is too far behind reloads everything and keeps its unsent changes', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  two.device.offline()
  two.client.create([{ title: 'Mine' }])
  for (const title of ['a', 'b', 'c', 'd', 'e']) one.client.create([{ title }])
  await synchronized(one.tab, () => server.head)
  server.trimmed = server.head

  two.device.online()
  await synchronized(two.tab, () => server.head)

  expect(titles(two.tab)).toEqual(['Mine', 'a', 'b', 'c', 'd', 'e'])
})

test('a series continues offline, and changes to the expected occurrence reach the server’s one', async () => {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  const due = { date: '2026-11-21', zone: 'UTC' }
  const { ids } = client.create([{ title: 'Standup', due, repeat: { rule: ruleText('FREQ=DAILY'), from: 'due' } }])
  await synchronized(tab, () => server.head)
  device.offline()
  await until(client.connection, connection => connection === 'offline')
  client.complete(ids)
  const tasks = await until(client.tasks, shown => shown.size === 2)
  const expected = [...tasks.values()].find(task => task.expected)
  client.update(expected?.id ?? '', { priority: 'P1' })

  device.online()
  await synchronized(tab, () => server.head)

  const onServer = [...server.tasks.values()].map(task => [task.status, task.priority, task.due?.date])
  expect(onServer).toEqual([
    ['done', 'P4', '2026-11-21'],
    ['open', 'P1', '2026-11-22'],
  ])
  expect([...client.tasks.value.keys()].sort()).toEqual([...server.tasks.keys()].sort())
})

async function offlineSeries() {
  const { server, signedIn } = world()
  const { device, tab, client } = await signedIn()
  const due = { date: '2026-11-21', zone: 'UTC' }
  const repeat = { rule: ruleText('FREQ=DAILY'), from: 'due' as const }
  const [id = ''] = client.create([{ title: 'Standup', due, repeat }]).ids
  await synchronized(tab, () => server.head)
  device.offline()
  await until(client.connection, connection => connection === 'offline')
  const expected = async () => {
    const tasks = await until(client.tasks, shown => [...shown.values()].some(task => task.expected))
    return [...tasks.values()].find(task => task.expected)
  }
  return { server, device, tab, client, id, expected }
}

test('an expected occurrence goes by its task as it was completed, whatever is changed afterwards', async () => {
  const { client, id, expected } = await offlineSeries()

  client.complete(id)
  client.update(id, { due: { date: '2026-12-10', zone: 'UTC' } })

  expect((await expected())?.due?.date).toBe('2026-11-22')
})

test('changes to an expected occurrence reach the server’s one, which has another date and number', async () => {
  const { server, device, tab, client, id, expected } = await offlineSeries()
  client.update(id, { due: { date: '2026-12-10', zone: 'UTC' } })
  client.complete(id)
  client.update((await expected())?.id ?? '', { notes: 'words that took an hour' })
  server.write('PATCH', `/api/tasks/${id}`, { due: { date: '2026-11-22', zone: 'UTC' } })

  device.online()
  await synchronized(tab, () => server.head)

  expect([...server.tasks.values()].map(task => [task.occurrence, task.due?.date, task.notes])).toEqual([
    [1, '2026-11-22', ''],
    [3, '2026-11-23', 'words that took an hour'],
  ])
})

test('an expected occurrence goes when the completion before it is refused and discarded', async () => {
  const { server, device, client, id, expected } = await offlineSeries()
  client.complete(id)
  client.update((await expected())?.id ?? '', { notes: 'words' })
  server.write('DELETE', `/api/tasks/${id}`)
  device.online()
  const refused = await until(client.tasks, tasks => tasks.get(id)?.refused !== undefined)

  client.discard(refused.get(id)?.refused?.operationId ?? '')

  expect([client.tasks.value.size, client.waiting.value]).toEqual([0, 0])
})

test('every action can be undone by its token', async () => {
  const { server, signedIn } = world()
  const { tab, client } = await signedIn()
  const created = client.create([{ title: 'One' }, { title: 'Two' }])
  const [id = ''] = created.ids
  const before = client.tasks.value.get(id)

  const edited = client.update(created.ids, {
    title: 'Changed',
    due: { date: '2026-11-22', zone: 'UTC', time: '09:00' },
  })
  client.undo(edited)
  client.complete(created.ids)
  client.undo()
  client.remove(created.ids)
  client.undo()
  await synchronized(tab, () => server.head)

  const after = client.tasks.value.get(id)
  expect(after).toMatchObject({ title: before?.title, due: null, status: 'open' })
  client.undo(created.undo)
  await synchronized(tab, () => server.head)
  expect(client.tasks.value.size).toBe(0)
})

test('a background tab closes its stream and catches up when it becomes visible', async () => {
  const { server, signedIn } = world()
  const [one, two] = [await signedIn(), await signedIn()]
  await vi.waitFor(() => expect(server.streams).toBe(2))
  two.device.hide(true)
  await vi.waitFor(() => expect(server.streams).toBe(1))

  one.client.create([{ title: 'Buy milk' }])
  await synchronized(one.tab, () => server.head)
  expect(titles(two.tab)).toEqual([])
  two.device.hide(false)
  await synchronized(two.tab, () => server.head)

  expect(titles(two.tab)).toEqual(['Buy milk'])
})

test('a changed filter keeps its place in the list, and undoing its removal puts it back there', async () => {
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

  expect(client.undo()).toEqual({ kind: 'filter-removed', count: 1 })
  expect(names()).toEqual(['Primus', 'Second', 'Third'])
  expect(client.undo()).toBeNull()
  const again = await device.open()
  expect(again.client.savedFilters.value.map(({ query }) => query)).toEqual([
    { due: 'overdue' },
    { priority: ['P1'], tags: ['home'], tagMode: 'all' },
    { priority: ['P1'], tags: ['home'], tagMode: 'all' },
  ])
})

test('a server whose quota of the person is reached refuses the change: the device keeps it, with the reason', async () => {
  const { server, signedIn } = world()
  const { tab, client } = await signedIn()
  const {
    ids: [id = ''],
  } = client.create([{ title: 'over the quota' }])
  await until(client.tasks, tasks => tasks.get(id)?.refused !== undefined)

  const [refused] = client.tasks.value.values()
  expect(refused?.refused).toMatchObject({
    kind: 'create',
    problem: { refused: 'quota-reached', detail: 'quota-reached' },
  })
  expect(client.connection.value).toBe('online')
  client.discard(refused?.refused?.operationId ?? '')
  client.create([{ title: 'Buy milk' }])
  await synchronized(tab, () => server.head)
  expect(titles(tab)).toEqual(['Buy milk'])
})
