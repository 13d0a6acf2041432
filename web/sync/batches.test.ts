import { expect, onTestFinished, test } from 'vitest'
import { ruleText } from '../../functions/domain/recurrence/rule-text.ts'
import { gather } from './gather.ts'
import { synchronized, TestDevice, until } from './testing/device.ts'
import { ModelServer } from './testing/model-server.ts'

async function world() {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const tab = await device.open(() => server.now())
  await tab.client.signUp({ email: 'ana@example.com', password: 'correct horse' })
  await synchronized(tab, () => server.head)
  const createMany = (count: number, name: string) =>
    server.inOneRequest(() => {
      for (let i = 0; i < count; i++) server.write('POST', '/api/tasks', { title: `${name} ${i}` })
    })
  return { server, device, tab, client: tab.client, createMany }
}

test('the tasks of a batch appear together, and batches that wait appear together too', async () => {
  const { server, tab, client, createMany } = await world()
  const sizes: number[] = []
  client.tasks.subscribe(tasks => void sizes.push(tasks.size))

  for (let batch = 0; batch < 20; batch++) createMany(10, `batch ${batch}`)
  await synchronized(tab, () => server.head)

  expect(sizes.filter(size => size % 10)).toEqual([])
  expect(sizes.at(-1)).toBe(200)
  // The first one is not delayed. The others arrive while it is stored.
  expect(sizes.length).toBeLessThan(6)
})

test('a restarted device continues after the last batch that it stored, also when it polls', async () => {
  const { server, device, createMany } = await world()
  createMany(10, 'before')
  await device.close()
  createMany(10, 'while it was away')

  const again = await device.open(() => server.now())
  await synchronized(again, () => server.head)

  expect(again.client.tasks.value.size).toBe(20)
  expect(server.lists).toBe(1)
})

test('of several versions of a task in one batch the newest stays, and a purged task goes', async () => {
  const { server, tab, client } = await world()
  server.inOneRequest(() => {
    server.write('POST', '/api/tasks', { title: 'Rent' })
    server.write('POST', '/api/tasks', { title: 'Purged' })
    const [rent, purged] = [...server.tasks.values()]
    server.write('PATCH', `/api/tasks/${rent?.id}`, { title: 'Pay rent' })
    server.write('POST', `/api/tasks/${rent?.id}/complete`)
    server.publish('zerodue.task.changed.v1', { task: purged, changed: [], purged: true })
  })
  await synchronized(tab, () => server.head)

  expect([...client.tasks.value.values()]).toMatchObject([{ title: 'Pay rent', status: 'done', version: 3 }])
})

test('a batch moves the cursor over types that the client does not know, and shows its reminders', async () => {
  const { server, tab, client } = await world()
  const firedAt = server.now().toISOString()
  server.inOneRequest(() => {
    server.publish('zerodue.of.tomorrow.v1', { surprise: true })
    server.publish('zerodue.reminder.fired.v1', { taskId: 't', reminderId: 'r', firedAt })
    server.write('POST', '/api/tasks', { title: 'Rent' })
  })
  server.publish('zerodue.of.tomorrow.v1', {})
  await synchronized(tab, () => server.head)

  expect(tab.session().hub.meta.cursor).toBe(2)
  expect(client.notices.value).toMatchObject([{ taskId: 't', at: firedAt }])
  expect(client.tasks.value.size).toBe(1)
})

test('a batch that contains the own operation of a device is no conflict, and an edit elsewhere is one', async () => {
  const { server, device, tab, client } = await world()
  const { ids } = client.create([{ title: 'Own' }, { title: 'Both' }])
  await synchronized(tab, () => server.head)
  const [own = '', both = ''] = ids
  device.offline()
  client.update(both, { title: 'Both, here' })
  server.inOneRequest(() => {
    server.write('PATCH', `/api/tasks/${both}`, { title: 'Both, there' })
    server.write('PATCH', `/api/tasks/${own}`, { notes: 'words' })
  })

  device.online()
  await synchronized(tab, () => server.head)

  const shown = client.tasks.value
  expect(shown.get(own)).toMatchObject({ notes: 'words' })
  expect(shown.get(own)?.conflicts).toBeUndefined()
  expect(shown.get(both)?.conflicts).toMatchObject([{ field: 'title', mine: 'Both, here', theirs: 'Both, there' }])
})

test('two occurrences of a series in one batch replace the one that the device expected, once', async () => {
  const { server, device, tab, client } = await world()
  const due = { date: '2026-11-21', zone: 'UTC' }
  const { ids } = client.create([{ title: 'Standup', due, repeat: { rule: ruleText('FREQ=DAILY'), from: 'due' } }])
  await synchronized(tab, () => server.head)
  device.offline()
  await until(client.connection, connection => connection === 'offline')
  client.complete(ids)
  const shown = await until(client.tasks, tasks => tasks.size === 2)
  client.update([...shown.values()].find(task => task.expected)?.id ?? '', { priority: 'P1' })
  server.inOneRequest(() => {
    server.write('POST', `/api/tasks/${ids[0]}/complete`)
    const next = [...server.tasks.values()].find(task => task.occurrence === 2)
    server.write('POST', `/api/tasks/${next?.id}/skip`)
  })

  device.online()
  await synchronized(tab, () => server.head)

  expect([...client.tasks.value.keys()].sort()).toEqual([...server.tasks.keys()].sort())
  expect([...server.tasks.values()].filter(task => task.priority === 'P1')).toMatchObject([{ occurrence: 2 }])
})

test('after work that failed, gathered items wait for a new start: none is skipped', async () => {
  const done: number[][] = []
  const gathered = gather<number>(async items => {
    if (items.includes(2)) throw new Error('no')
    done.push(items)
  })
  await gathered.add(1)
  await gathered.done()
  await gathered.add(2)
  await gathered.add(3)

  await expect(gathered.done()).rejects.toThrow('no')
  expect(done).toEqual([[1]])
})
