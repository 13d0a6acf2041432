import { expect, test } from 'vitest'
import { exampleTask } from '../../functions/domain/events/snapshot.ts'
import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import { merge } from './merge.ts'
import { fieldsOf, wholePatch } from './operation.ts'

const at = '2026-11-21T10:00:00.000Z'
const [earlier, later] = ['2026-11-21T09:00:00.000Z', '2026-11-21T11:00:00.000Z']
const before: Task = { ...exampleTask, title: 'Rent', tags: ['home'] }
const edit = (patch: TaskPatch, from = before) => ({
  id: '1',
  taskId: from.id,
  at,
  kind: 'update' as const,
  patch: wholePatch(from, patch, () => 'new'),
  before: fieldsOf(from),
})
const merged = (patch: TaskPatch, theirs: Partial<Task>, changedAt = later) =>
  merge(edit(patch), { ...before, ...theirs }, changedAt)

test('a field that only this device changed keeps the change', () => {
  expect(merged({ title: 'Pay rent' }, { notes: 'theirs' })).toMatchObject({
    operation: { patch: { title: 'Pay rent' } },
    conflicts: [],
  })
})

test('a value that the server already has is not sent', () => {
  expect(merged({ title: 'Pay rent' }, { title: 'Pay rent' })).toEqual({ conflicts: [] })
})

test('the newer value of a field that two devices changed wins, and the conflict holds both', () => {
  const conflict = { field: 'title', mine: 'Mine', theirs: 'Theirs' }

  expect(merged({ title: 'Mine' }, { title: 'Theirs' }, later)).toEqual({
    conflicts: [{ ...conflict, kept: 'theirs' }],
  })
  expect(merged({ title: 'Mine' }, { title: 'Theirs' }, earlier)).toMatchObject({
    operation: { patch: { title: 'Mine' }, before: { title: 'Theirs' } },
    conflicts: [{ ...conflict, kept: 'mine' }],
  })
})

test('tags are merged one by one, without regard to case', () => {
  const { operation, conflicts } = merged({ tags: ['home', 'money'] }, { tags: ['Home', 'bills'] })

  expect(operation?.patch.tags).toEqual(['Home', 'bills', 'money'])
  expect(conflicts).toEqual([])
  expect(merged({ tags: [] }, { tags: ['Home', 'bills'] }).operation?.patch.tags).toEqual(['bills'])
})

test('reminders are merged one by one', () => {
  const [one] = before.reminders
  const theirs = [...before.reminders, { id: 'b', before: 'P1D' }]

  expect(merged({ reminders: [] }, { reminders: theirs }).operation?.patch.reminders).toEqual([theirs[1]])
  expect(
    merged({ reminders: [...before.reminders, { id: 'c', before: 'PT5M' }] }, { reminders: theirs }).operation?.patch
      .reminders,
  ).toEqual([one, theirs[1], { id: 'c', before: 'PT5M' }])
})

test('parts of two due dates are never combined', () => {
  const { operation } = merged({ due: { date: '2026-12-24' } }, { due: { ...due(), time: '18:00' } }, earlier)

  expect(operation?.patch.due).toEqual({ date: '2026-12-24', time: '09:30', zone: 'Asia/Karachi' })
})

const due = () => before.due ?? { date: '', zone: '' }
