import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { expect, onTestFinished, test } from 'vitest'
import { someTask } from '../model/testing/some-task.ts'
import { addOlder, openSpace, spaceName } from './space.ts'

const today = '2026-11-28'

/** Tasks whose dates are spread around today. Every third is done or has no date. */
const manyTasks = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    someTask({
      title: `t${i}`,
      due:
        i % 3 === 0
          ? null
          : { date: `2026-${i % 2 ? '10' : '12'}-${String(1 + (i % 28)).padStart(2, '0')}`, zone: 'UTC' },
      status: i % 9 === 1 ? 'done' : 'open',
    }),
  )

async function device() {
  const prefix = crypto.randomUUID()
  const open = async () => {
    const space = await openSpace(prefix, 'ana', { firstUntil: today })
    onTestFinished(() => space.close())
    return space
  }
  /** What a restarted client reads, first and in all. */
  const read = async () => {
    const { replica, meta, rest } = await (await open()).load()
    const first = new Map(replica.tasks)
    for await (const tasks of rest ?? []) addOlder(replica.tasks, tasks)
    return { first, all: replica.tasks, meta }
  }
  return { prefix, open, read }
}

test('a device with many tasks reads first what is due until today, and then all others', async () => {
  const { open, read } = await device()
  const tasks = manyTasks(12_000)
  await (await open()).save({ tasks }, { cursor: 7 })

  const { first, all, meta } = await read()

  const due = tasks.filter(task => task.status === 'open' && task.due && task.due.date <= today)
  expect(due.filter(({ id }) => !first.has(id))).toEqual([])
  expect(first.size).toBeLessThan(due.length + 1_000)
  expect(all).toEqual(new Map(tasks.map(task => [task.id, task])))
  expect(meta.cursor).toBe(7)
})

test('the newest version of a task counts, wherever it is stored', async () => {
  const { open, read } = await device()
  const space = await open()
  const tasks = manyTasks(1_200)
  const edited = { ...tasks[0], title: 'edited', version: 2 } as (typeof tasks)[number]
  await space.save({ tasks })
  await space.save({ tasks: [edited] })
  const again = tasks.map(task => ({ ...task, version: 3, notes: 'all changed' }))
  await space.save({ tasks: again.slice(1) })

  const { all } = await read()

  expect(all.get(edited.id)).toEqual(edited)
  expect([...all.values()].filter(task => task.notes === 'all changed')).toHaveLength(1_199)
})

test('a removed task stays removed, until it comes back, for example with an older version from a backup', async () => {
  const { open, read } = await device()
  const space = await open()
  const tasks = manyTasks(1_200)
  await space.save({ tasks: tasks.map(task => ({ ...task, version: 5 })) })
  await space.save({ gone: ['t1', 't2', 't3'] })
  expect([...(await read()).all.keys()].filter(id => ['t1', 't2', 't3', 't4'].includes(id))).toEqual(['t4'])

  await space.save({ tasks: tasks.slice(1, 2) })
  await space.save({ tasks: tasks.slice(2, 900) })

  const { all } = await read()
  expect(all.size).toBe(1_200)
  expect([all.get('t1')?.version, all.get('t2')?.version, all.get('t4')?.version]).toEqual([1, 1, 5])
})

test('a device with many old or single records stores its tasks anew, and keeps what another tab stored meanwhile', async () => {
  const { prefix, open, read } = await device()
  const tasks = manyTasks(6_000)
  const old = await openDB(spaceName(prefix, 'ana'), 1, {
    upgrade(database) {
      for (const name of ['tasks', 'operations', 'expected']) database.createObjectStore(name, { keyPath: 'id' })
      for (const name of ['conflicts', 'meta']) database.createObjectStore(name)
    },
  })
  const write = old.transaction('tasks', 'readwrite')
  await Promise.all(tasks.map(task => write.store.put(task)))
  await write.done
  old.close()
  const space = await open()
  const { replica } = await space.load()
  const edited = { ...tasks[5], version: 2, title: 'edited in another tab' } as (typeof tasks)[number]
  await (await open()).save({ tasks: [edited] })

  await space.tidy(replica.tasks)

  const database = await openDB(spaceName(prefix, 'ana'))
  expect(await database.count('tasks')).toBe(1)
  expect(await database.count('pieces')).toBe(6)
  database.close()
  const { first, all } = await read()
  expect(first.size).toBeLessThan(4_000)
  expect(all.size).toBe(6_000)
})

test('a tab that still reads loses no task when another tab stores the tasks anew', async () => {
  const { open } = await device()
  const tasks = manyTasks(8_000)
  const other = await open()
  await other.save({ tasks: tasks.slice(0, 2_500) })
  for (let at = 2_500; at < 8_000; at += 400) await other.save({ tasks: tasks.slice(at, at + 400) })
  await other.load()
  const { replica, rest } = await (await open()).load()
  expect(rest).not.toBeNull()

  await other.tidy(new Map(tasks.map(task => [task.id, task])))

  for await (const more of rest ?? []) addOlder(replica.tasks, more)
  expect(replica.tasks.size).toBe(8_000)
})
