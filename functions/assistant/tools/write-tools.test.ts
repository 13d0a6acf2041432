import { expect, test } from 'vitest'
import type { Task } from '../../domain/task.ts'
import { assistant, type Shown } from '../testing/assistant.ts'

const system = await assistant()
const { deliver } = system
const due = { date: '2026-12-01', time: '09:30', zone: 'Asia/Karachi' }
const full = {
  title: 'Water the plants',
  notes: 'The tall one too',
  priority: 'P2',
  tags: ['home', 'garden'],
  due,
  repeat: { rule: 'FREQ=WEEKLY', from: 'completion' },
  reminders: [{ before: 'PT30M' }, { at: '2026-11-30T08:00:00.000Z', every: 'PT10M' }],
}

test('a task is added with all its fields, in the zone of the person, and undone by one call', async () => {
  const ana = await system.person()
  await ana.request('PATCH', '/api/me', { zone: 'Asia/Karachi' })
  const { zone: _, ...local } = due
  const { task, undo } = await ana.done<{ task: Shown; undo: never }>('add_task', { ...full, due: local })
  expect(await ana.get(task.id)).toMatchObject({ ...full, due })
  expect(task).toMatchObject({ ...full, due })
  await ana.undo(undo)
  expect(await ana.all()).toEqual([])
})

test('the same add_task within ten minutes answers the first task, and later adds another', async () => {
  const ana = await system.person()
  const first = await ana.done<{ task: Shown }>('add_task', { title: 'Milk' })
  const second = await ana.done<{ task: Shown; repeated?: true }>('add_task', { title: 'Milk' })
  expect(second).toMatchObject({ task: { id: first.task.id }, repeated: true })
  expect(first).not.toHaveProperty('repeated')
  const [one, two] = await Promise.all([
    ana.done<{ task: Shown }>('add_task', { title: 'Tea', idempotencyKey: 'a' }),
    ana.done<{ task: Shown }>('add_task', { title: 'Tea', idempotencyKey: 'b' }),
  ])
  expect(one.task.id).not.toBe(two.task.id)
  expect(await ana.refused('add_task', { title: 'Coffee', idempotencyKey: 'a' })).toMatchObject({
    code: 'idempotency-key-reused',
  })
  system.clock.now = new Date(system.clock.now.getTime() + 600_000)
  const third = await ana.done<{ task: Shown }>('add_task', { title: 'Milk' })
  expect(third.task.id).not.toBe(first.task.id)
})

test('the same add_task adds another task when the first is done or deleted since, and its retry adds no third', async () => {
  const ana = await system.person()
  const add = () => ana.done<{ task: Shown; repeated?: true }>('add_task', { title: 'Milk' })
  const [first, ids] = [await add(), new Set<string>()]
  await ana.done('complete_task', { taskIds: [first.task.id] })
  const second = await add()
  expect(second).not.toHaveProperty('repeated')
  expect(await add()).toMatchObject({ task: { id: second.task.id }, repeated: true })
  await ana.acted('delete_task', { taskIds: [second.task.id] })
  const third = await add()
  for (const { task } of [first, second, third]) ids.add(task.id)
  expect(ids.size).toBe(3)
  expect(await ana.get(third.task.id)).toMatchObject({ status: 'open' })
})

test('complete, reopen and complete again each act, and the same call twice acts once', async () => {
  const ana = await system.person()
  const { id } = await ana.create({ title: 'Milk' })
  for (const [tool, status, version] of [
    ['complete_task', 'done', 2],
    ['reopen_task', 'open', 3],
    ['complete_task', 'done', 4],
  ] as const) {
    await ana.done(tool, { taskIds: [id] })
    expect(await ana.get(id)).toMatchObject({ status, version })
    expect(await ana.done(tool, { taskIds: [id] })).toMatchObject({ unchanged: true })
    expect(await ana.get(id)).toMatchObject({ status, version })
  }
})

test('every write names the call that undoes it', async () => {
  const ana = await system.person()
  const { id } = await ana.create(full)
  const before = await ana.get(id)
  const state = ({ version: _, updatedAt: __, repeat, reminders, ...task }: Task) => ({
    ...task,
    rule: repeat?.rule,
    from: repeat?.from,
    reminders: reminders.map(({ id: _, ...rest }) => JSON.stringify(rest)).sort(),
  })
  const reminderId = before.reminders[0]?.id
  const calls: [string, object][] = [
    ['complete_task', { taskIds: [id] }],
    ['skip_occurrence', { taskId: id }],
    ['delete_task', { taskIds: [id] }],
    [
      'update_task',
      { taskIds: [id], title: 'Other', notes: null, priority: 'P4', addTags: ['new'], removeTags: ['HOME'] },
    ],
    ['update_task', { taskIds: [id], due: null, repeat: null }],
    ['update_task', { taskIds: [id], due: { date: '2027-01-01', time: null } }],
    ['set_reminder', { taskId: id, add: { before: 'P1D' } }],
    ['set_reminder', { taskId: id, remove: reminderId }],
  ]
  for (const [tool, args] of calls) {
    const { undo } = await ana.acted(tool, args)
    expect(state(await ana.get(id)), tool).not.toEqual(state(before))
    await ana.undo(undo)
    const { tags, ...now } = state(await ana.get(id))
    expect({ ...now, tags: tags.toSorted() }, tool).toEqual({ ...state(before), tags: before.tags.toSorted() })
  }
})

test('a reopened task that was skipped is skipped again by its undo', async () => {
  const ana = await system.person()
  const { id } = await ana.create(full)
  await ana.done('skip_occurrence', { taskId: id })
  const { undo } = await ana.done('reopen_task', { taskIds: [id] })
  await ana.undo(undo)
  expect(await ana.get(id)).toMatchObject({ status: 'done', skippedAt: expect.any(String), completedAt: null })
})

test('a snoozed reminder can be snoozed again and the snooze ended; the same call twice snoozes once', async () => {
  const ana = await system.person()
  const { id, reminders } = await ana.create(full)
  const call = { taskId: id, reminderId: reminders[0]?.id, minutes: 10 }
  const snoozedUntil = async () => (await ana.get(id)).reminders[0]?.snoozedUntil
  const { undo } = await ana.done('snooze_reminder', call)
  const until = await snoozedUntil()
  expect(until).toBe(new Date(system.clock.now.getTime() + 600_000).toISOString())
  expect(await ana.done('snooze_reminder', call)).toMatchObject({ repeated: true })
  expect(await ana.get(id)).toMatchObject({ version: 2 })
  await ana.undo(undo)
  expect(await snoozedUntil()).toBeUndefined()
  expect(await ana.done('snooze_reminder', { taskId: id, reminderId: call.reminderId, end: true })).toMatchObject({
    unchanged: true,
  })
  await ana.done('snooze_reminder', call)
  expect(await snoozedUntil()).toBe(until)
  const { undo: back } = await ana.done('snooze_reminder', { ...call, minutes: 60 })
  await ana.undo(back)
  expect(await snoozedUntil()).toBe(until)
})

test('history names each change with its values, newest first', async () => {
  const ana = await system.person()
  const { task } = await ana.done<{ task: Shown }>('add_task', { title: 'Milk', tags: ['home'] })
  await ana.done('update_task', { taskIds: [task.id], title: 'Oat milk' })
  await ana.done('complete_task', { taskIds: [task.id] })
  await deliver()
  expect(await ana.done('get_history', { taskId: task.id })).toMatchObject({
    events: [
      { event: 'task.completed', by: 'user', values: { status: 'done' } },
      { event: 'task.updated', values: { title: 'Oat milk' } },
      { event: 'task.created', values: { title: 'Milk', tags: ['home'] } },
    ],
  })
})

test('reminders are listed with their tasks', async () => {
  const ana = await system.person()
  const { id, reminders } = await ana.create(full)
  await deliver()
  const listed = await ana.done('list_reminders', {})
  expect(listed).toMatchObject({
    reminders: [
      { taskId: id, id: reminders[1]?.id, title: full.title, state: 'armed', at: '2026-11-30T08:00:00Z' },
      { taskId: id, id: reminders[0]?.id, title: full.title, state: 'armed', at: '2026-12-01T04:00:00Z' },
    ],
  })
})
