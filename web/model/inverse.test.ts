import { expect, test } from 'vitest'
import { exampleTask } from '../../functions/domain/events/snapshot.ts'
import { ruleText } from '../../functions/domain/recurrence/rule-text.ts'
import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import { inverse } from './inverse.ts'
import type { Action } from './operation.ts'

const open = exampleTask
const done: Task = { ...open, status: 'done', completedAt: '2026-11-21T10:00:00.000Z' }
const skipped: Task = { ...done, skippedAt: '2026-11-21T10:00:00.000Z' }
const deleted: Task = { ...open, deletedAt: '2026-11-21T10:00:00.000Z' }
const create: Action = { kind: 'create', task: open }
const snooze = { reminderId: 'r', until: { minutes: 5 } }

test.each<{ action: Action; before: Task; after: Task; reverted: Action }>([
  { action: create, before: open, after: open, reverted: { kind: 'remove' } },
  { action: { kind: 'remove' }, before: open, after: deleted, reverted: { kind: 'restore' } },
  { action: { kind: 'restore' }, before: deleted, after: open, reverted: { kind: 'remove' } },
  { action: { kind: 'complete' }, before: open, after: done, reverted: { kind: 'reopen' } },
  { action: { kind: 'skip' }, before: open, after: skipped, reverted: { kind: 'reopen' } },
  { action: { kind: 'reopen' }, before: done, after: open, reverted: { kind: 'complete' } },
  { action: { kind: 'reopen' }, before: skipped, after: open, reverted: { kind: 'skip' } },
  {
    action: { kind: 'snooze', ...snooze },
    before: open,
    after: open,
    reverted: { kind: 'end-snooze', reminderId: 'r' },
  },
])('$action.kind is reverted', ({ action, before, after, reverted }) => {
  expect(inverse(action, before, after, after)).toEqual(reverted)
})

test.each<{ action: Action; before: Task; after: Task; now: Task }>([
  { action: create, before: open, after: open, now: deleted },
  { action: { kind: 'remove' }, before: open, after: deleted, now: open },
  { action: { kind: 'restore' }, before: deleted, after: open, now: deleted },
  { action: { kind: 'complete' }, before: open, after: done, now: open },
  { action: { kind: 'skip' }, before: open, after: skipped, now: open },
  { action: { kind: 'reopen' }, before: done, after: open, now: done },
  { action: { kind: 'end-snooze', reminderId: 'r' }, before: open, after: open, now: open },
])('$action.kind is not reverted when that would change nothing', ({ action, before, after, now }) => {
  expect(inverse(action, before, after, now)).toBeUndefined()
})

const edit = (patch: TaskPatch): Action => ({ kind: 'update', patch, before: open })

test('an edit is reverted only in the fields that nobody has changed since', () => {
  const after = { ...open, title: 'Mine', notes: 'Mine' }
  const now = { ...after, notes: 'Theirs' }
  const action = edit({ title: 'Mine', notes: 'Mine' })

  expect(inverse(action, open, after, now)).toEqual({ kind: 'update', patch: { title: open.title }, before: now })
  expect(inverse(action, open, after, { ...now, title: 'Theirs' })).toBeUndefined()
})

test('an edit of the date is reverted together with the time and the rule that it replaced', () => {
  const before: Task = { ...open, due: { date: '2026-11-21', zone: 'UTC' } }
  const after: Task = { ...before, due: { date: '2026-11-22', time: '08:00', zone: 'UTC' }, repeat: null }
  const action = edit({ due: { date: '2026-11-22', time: '08:00', zone: 'UTC' }, repeat: null })

  expect(inverse(action, before, after, after)).toMatchObject({
    patch: {
      due: { date: '2026-11-21', time: null, zone: 'UTC' },
      repeat: { rule: ruleText('FREQ=WEEKLY;BYDAY=SA'), from: 'due', start: open.repeat?.start },
    },
  })
})
