import { expect, test } from 'vitest'
import { assistant } from '../testing/assistant.ts'

const system = await assistant()

interface Found {
  tasks: { id: string; title: string; confidence: number; [field: string]: unknown }[]
  next?: string
}

test('find_task names candidates with a confidence, the exact title first, and never chooses', async () => {
  const ana = await system.person()
  for (const title of ['Call the dentist', 'Call the dentist about Tuesday', 'Call mother', 'Pay rent'])
    await ana.create({ title })
  const { tasks } = await ana.done<Found>('find_task', { text: 'call the dentist' })
  expect(tasks.map(({ title, confidence }) => [title, confidence === 1])).toEqual([
    ['Call the dentist', true],
    ['Call the dentist about Tuesday', false],
    ['Call mother', false],
  ])
  const confidences = tasks.map(({ confidence }) => confidence)
  expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
  for (const confidence of confidences) expect(confidence > 0 && confidence <= 1).toBe(true)
})

test('two tasks with the same title are two candidates with the same confidence', async () => {
  const ana = await system.person()
  const ids = [(await ana.create({ title: 'Milk' })).id, (await ana.create({ title: 'milk!' })).id]
  const { tasks } = await ana.done<Found>('find_task', { text: 'MILK' })
  expect(tasks.map(({ id, confidence }) => [id, confidence]).sort()).toEqual(ids.map(id => [id, 1]).sort())
})

test('a task is found by more words than its title has, by a typing error, a tag, and words of its notes', async () => {
  const ana = await system.person()
  await ana.create({ title: 'Call dentist', tags: ['health'], notes: 'about the crown' })
  for (const text of ['remember to call the dentist soon', 'call dentsit', 'health', 'crown']) {
    const { tasks } = await ana.done<Found>('find_task', { text })
    expect(tasks, text).toMatchObject([{ title: 'Call dentist' }])
    expect(tasks[0]?.confidence, text).toBeLessThan(1)
  }
})

test('spelling that readers see as the same is the same, also in Urdu', async () => {
  const ana = await system.person()
  await ana.create({ title: 'بجلی کا بل جمع کرائیں' })
  await ana.create({ title: 'Café ٣' })
  for (const text of ['بجلي كا بل جمع كرائيں', 'cafe 3']) {
    const { tasks } = await ana.done<Found>('find_task', { text })
    expect(tasks, text).toMatchObject([{ confidence: 1 }])
  }
})

test('a list pages through all tasks, and shows nothing that goes without saying', async () => {
  const ana = await system.person()
  for (let i = 0; i < 25; i++) await ana.create({ title: `Task ${i}` })
  const first = await ana.done<Found>('list_tasks', {})
  expect(first.tasks).toHaveLength(20)
  expect(Object.keys(first.tasks[0] ?? {})).toEqual(['id', 'title'])
  const second = await ana.done<Found>('list_tasks', { cursor: first.next })
  expect(second).not.toHaveProperty('next')
  expect(new Set([...first.tasks, ...second.tasks].map(({ title }) => title)).size).toBe(25)
  expect(await ana.refused('list_tasks', { cursor: first.next, status: 'any' })).toMatchObject({
    code: 'invalid-cursor',
  })
})

test('a list filters by status, day, priority, tag, text and deletion', async () => {
  const ana = await system.person()
  const today = { date: system.clock.now.toISOString().slice(0, 10), zone: 'UTC' }
  await ana.create({ title: 'Today', due: today, priority: 'P1', tags: ['home'] })
  await ana.create({ title: 'Overdue', due: { date: '2026-11-01', zone: 'UTC' } })
  await ana.complete((await ana.create({ title: 'Done' })).id)
  await ana.remove((await ana.create({ title: 'Deleted' })).id)
  await ana.create({ title: 'Rent', due: today, repeat: { rule: 'FREQ=MONTHLY' } })
  const titles = async (tool: string, args: object) =>
    (await ana.done<Found>(tool, args)).tasks.map(({ title }) => title).sort()
  expect(await titles('list_tasks', {})).toEqual(['Overdue', 'Rent', 'Today'])
  expect(await titles('list_tasks', { status: 'done' })).toEqual(['Done'])
  expect(await titles('list_tasks', { status: 'any' })).toEqual(['Done', 'Overdue', 'Rent', 'Today'])
  expect(await titles('list_tasks', { deleted: true })).toEqual(['Deleted'])
  expect(await titles('list_tasks', { due: 'overdue' })).toEqual(['Overdue'])
  expect(await titles('list_tasks', { due: 'today', tags: ['home'], priorities: ['P1', 'P2'] })).toEqual(['Today'])
  expect(await titles('list_tasks', { dueTo: '2026-11-15' })).toEqual(['Overdue'])
  expect(await titles('list_tasks', { text: 'tod' })).toEqual(['Today'])
  expect(await titles('list_recurring_tasks', {})).toEqual(['Rent'])
})

test('tags come with their open and done tasks, the most used first', async () => {
  const ana = await system.person()
  await ana.create({ title: 'a', tags: ['home'] })
  await ana.create({ title: 'b', tags: ['home', 'بجلی'] })
  await ana.complete((await ana.create({ title: 'c', tags: ['home', 'old'] })).id)
  expect(await ana.done('list_tags', {})).toEqual({
    tags: [
      { name: 'home', open: 2, done: 1 },
      { name: 'بجلی', open: 1 },
      { name: 'old', open: 0, done: 1 },
    ],
    total: 3,
  })
  expect(await ana.done('list_tags', { text: 'بجلي' })).toMatchObject({ tags: [{ name: 'بجلی' }], total: 1 })
})

test('a rule is previewed in the zone of the person and in words of both languages', async () => {
  const ana = await system.person()
  await ana.request('PATCH', '/api/me', { zone: 'Asia/Karachi' })
  const start = { date: '2026-01-31', time: '09:00' }
  expect(await ana.done('preview_recurrence', { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1', start, count: 3 })).toEqual({
    dates: ['2026-01-31 09:00', '2026-02-28 09:00', '2026-03-31 09:00'],
    zone: 'Asia/Karachi',
    words: { en: expect.stringContaining('month'), ur: expect.stringMatching(/[\u0600-\u06ff]/) },
  })
})
