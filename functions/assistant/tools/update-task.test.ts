import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { tagKey } from '../../domain/tag.ts'
import type { Task } from '../../domain/task.ts'
import { assistant } from '../testing/assistant.ts'

const system = await assistant()

const full = {
  title: 'Water the plants',
  notes: 'The tall one too',
  priority: 'P2',
  tags: ['home', 'garden'],
  due: { date: '2026-12-01', time: '09:30', zone: 'Asia/Karachi' },
  repeat: { rule: 'FREQ=WEEKLY', from: 'completion' },
  reminders: [{ before: 'PT30M' }, { at: '2026-11-30T08:00:00.000Z', every: 'PT10M' }],
}

/** Everything of a task that a person can set, and what follows from it. */
const kept = ({ version: _, updatedAt: __, dueAt: ___, ...task }: Task) => task

test.each<[string, object, (task: Task) => Partial<Task>]>([
  ['title', { title: 'Other' }, () => ({ title: 'Other' })],
  ['notes', { notes: 'Other' }, () => ({ notes: 'Other' })],
  ['notes to nothing', { notes: null }, () => ({ notes: '' })],
  ['priority', { priority: 'P4' }, () => ({ priority: 'P4' })],
  ['the date', { due: { date: '2026-12-24' } }, ({ due }) => ({ due: due && { ...due, date: '2026-12-24' } })],
  ['the time', { due: { time: '18:00' } }, ({ due }) => ({ due: due && { ...due, time: '18:00' } })],
  ['the time to nothing', { due: { time: null } }, () => ({ due: { date: full.due.date, zone: full.due.zone } })],
  ['the zone', { due: { zone: 'UTC' } }, ({ due }) => ({ due: due && { ...due, zone: 'UTC' } })],
  ['repeat to nothing', { repeat: null }, () => ({ repeat: null })],
  [
    'the rule',
    { repeat: { rule: 'FREQ=DAILY' } },
    ({ repeat }) => ({ repeat: repeat && { ...repeat, rule: 'FREQ=DAILY' as never } }),
  ],
  ['a tag more', { addTags: ['new'] }, ({ tags }) => ({ tags: [...tags, 'new'] })],
  ['a tag in another spelling', { addTags: ['HOME'] }, () => ({})],
  ['a tag less', { removeTags: ['HOME'] }, () => ({ tags: ['garden'] })],
  ['due and repeat to nothing', { due: null, repeat: null }, () => ({ due: null, repeat: null })],
])('an update of %s changes nothing else', async (_, named, changes) => {
  const ana = await system.person()
  const before = await ana.create(full)
  await ana.done('update_task', { taskIds: [before.id], ...named })
  expect(kept(await ana.get(before.id))).toEqual({ ...kept(before), ...changes(before) })
})

test('an update that clears only the date of a repeating task is refused, because it would end the series', async () => {
  const ana = await system.person()
  const before = await ana.create(full)
  expect(await ana.refused('update_task', { taskIds: [before.id], due: null })).toMatchObject({
    code: 'repeat-needs-due',
    data: { taskId: before.id },
  })
  expect(await ana.get(before.id)).toEqual(before)
})

test('a rule for a task without a date is refused, not dropped', async () => {
  const ana = await system.person()
  const { id } = await ana.create({ title: 'Milk' })
  const call = { taskIds: [id], repeat: { rule: 'FREQ=DAILY' } }
  for (const args of [call, { ...call, due: null }])
    expect(await ana.refused('update_task', args)).toMatchObject({
      code: 'repeat-needs-due',
      errors: [{ path: 'due' }],
    })
  await ana.done('update_task', { ...call, due: { date: '2026-12-01' } })
  expect(await ana.get(id)).toMatchObject({ repeat: call.repeat })
})

test('whatever an update names, every other field stays', async () => {
  const ana = await system.person()
  const tag = fc.constantFrom('home', 'HOME', 'گھر', 'garden', 'two words')
  const update = fc.record(
    {
      title: fc.constantFrom('Other', 'null', 'دودھ'),
      notes: fc.constantFrom('Other', '', null),
      priority: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
      due: fc.oneof(
        fc.constant(null),
        fc.record(
          {
            date: fc.constantFrom('2026-12-01', '2027-02-28'),
            time: fc.constantFrom('07:00', null),
            zone: fc.constant('UTC'),
          },
          { requiredKeys: [] },
        ),
      ),
      repeat: fc.constantFrom(null, { rule: 'FREQ=DAILY' }, { rule: 'FREQ=WEEKLY', from: 'due' }),
      addTags: fc.uniqueArray(tag, { selector: tagKey }),
      removeTags: fc.uniqueArray(tag, { selector: tagKey }),
    },
    { requiredKeys: [] },
  )
  const task = fc.record(
    {
      title: fc.constant('Water'),
      notes: fc.constant('Notes'),
      priority: fc.constantFrom('P1', 'P4'),
      tags: fc.uniqueArray(tag, { selector: tagKey }),
      due: fc.constant(full.due),
      reminders: fc.constant(full.reminders),
    },
    { requiredKeys: ['title'] },
  )
  const property = fc.asyncProperty(task, fc.boolean(), update, async (given, repeats, named) => {
    const before = await ana.create({ ...given, ...(given.due && repeats && { repeat: full.repeat }) })
    const result = await ana.run('update_task', { taskIds: [before.id], ...named })
    const after = await ana.get(before.id)
    if (result.outcome !== 'done') {
      expect(after).toEqual(before)
      return
    }
    const stays = (name: keyof typeof named, ...fields: (keyof Task)[]) => {
      if (named[name] === undefined) for (const field of fields) expect(after[field], field).toEqual(before[field])
    }
    stays('title', 'title')
    stays('notes', 'notes')
    stays('priority', 'priority')
    stays('due', 'due', 'dueAt')
    stays('repeat', 'repeat')
    expect(after.reminders).toEqual(before.reminders)
    expect([after.status, after.seriesId, after.deletedAt]).toEqual([before.status, before.seriesId, before.deletedAt])
    const mentioned = new Set([...(named.addTags ?? []), ...(named.removeTags ?? [])].map(tagKey))
    const others = ({ tags }: Task) => tags.filter(one => !mentioned.has(tagKey(one)))
    expect(others(after)).toEqual(others(before))
    if (named.due && before.due && named.due.time === undefined) expect(after.due?.time).toBe(before.due.time)
    if (named.due && before.due && named.due.zone === undefined) expect(after.due?.zone).toBe(before.due.zone)
  })
  await fc.assert(property, { numRuns: 60 })
})

test('setting one reminder keeps the others, with their snoozes', async () => {
  const ana = await system.person()
  const before = await ana.create(full)
  const [first, second] = before.reminders
  await ana.done('snooze_reminder', { taskId: before.id, reminderId: first?.id, minutes: 30 })
  const snoozed = await ana.get(before.id)
  await ana.done('set_reminder', { taskId: before.id, add: { before: 'P1D' } })
  const more = await ana.get(before.id)
  expect(more.reminders.slice(0, 2)).toEqual(snoozed.reminders)
  expect(more.reminders[2]).toMatchObject({ before: 'P1D' })
  await ana.done('set_reminder', { taskId: before.id, remove: second?.id })
  const less = await ana.get(before.id)
  expect(less.reminders).toEqual([more.reminders[0], more.reminders[2]])
  expect({ ...kept(less), reminders: [] }).toEqual({ ...kept(before), reminders: [] })
})

test('a reminder that would never come is refused', async () => {
  const ana = await system.person()
  const { id: taskId } = await ana.create({ title: 'Milk' })
  for (const add of [{ before: 'PT30M' }, { at: '2026-11-01T08:00:00Z' }])
    expect(await ana.refused('set_reminder', { taskId, add })).toMatchObject({ code: 'invalid-arguments' })
  expect(await ana.refused('add_task', { title: 'Tea', reminders: [{ before: 'PT5M' }] })).toMatchObject({
    errors: [{ path: 'reminders.0.before' }],
  })
})

/** Lets somebody else change the task between the read and the write of a tool, once. */
function changeMeanwhile(ana: Awaited<ReturnType<typeof system.person>>, id: string, patch: object) {
  ana.meanwhile.before = async ({ path }) => {
    if (path !== '/api/tasks/batch') return
    delete ana.meanwhile.before
    await ana.patch(id, patch)
  }
}

test('a change of other fields meanwhile is kept, and the update is tried again', async () => {
  const ana = await system.person()
  const { id } = await ana.create(full)
  changeMeanwhile(ana, id, { notes: 'Meanwhile', tags: ['home', 'garden', 'urgent'] })
  await ana.done('update_task', { taskIds: [id], title: 'Other' })
  expect(await ana.get(id)).toMatchObject({ title: 'Other', notes: 'Meanwhile', tags: ['home', 'garden', 'urgent'] })
})

test('a change of the same field meanwhile is not overwritten', async () => {
  const ana = await system.person()
  const { id } = await ana.create(full)
  changeMeanwhile(ana, id, { title: 'Meanwhile' })
  expect(await ana.refused('update_task', { taskIds: [id], title: 'Other', priority: 'P1' })).toMatchObject({
    code: 'changed',
    data: { changed: [{ taskId: id, fields: ['title'] }] },
  })
  expect(await ana.get(id)).toMatchObject({ title: 'Meanwhile', priority: 'P2' })
  changeMeanwhile(ana, id, { tags: ['home', 'urgent'] })
  await ana.refused('update_task', { taskIds: [id], addTags: ['new'] })
  expect(await ana.get(id)).toMatchObject({ tags: ['home', 'urgent'] })
})

test('every write sends an idempotency key, and the key of the client belongs to its call', async () => {
  const ana = await system.person()
  const bob = await system.person()
  const { id } = await ana.create({ title: 'Milk' })
  const call = { taskIds: [id], idempotencyKey: 'mine' }
  await ana.done('complete_task', call)
  await ana.reopen(id)
  expect(await ana.done('complete_task', call)).toMatchObject({ repeated: true, tasks: [{ id }] })
  expect(await ana.get(id)).toMatchObject({ status: 'open' })
  await bob.done('add_task', { title: 'Milk', idempotencyKey: 'mine' })
  await ana.done('add_task', { title: 'Milk', idempotencyKey: 'mine' })
  const keys = [...ana.sent, ...bob.sent].filter(({ method }) => method === 'POST').map(({ key }) => key)
  expect(keys.every(key => /^assistant-[\w-]{43}$/.test(key ?? ''))).toBe(true)
  expect(new Set(keys).size).toBe(keys.length - 1)
})
