import { describe, expect, test } from 'vitest'
import { complete, skip } from './complete.ts'
import { create } from './create.ts'
import { nextTask, successorId } from './next-task.ts'
import { ruleText } from './recurrence/rule-text.ts'
import type { NewTask, Task } from './task.ts'

const zone = 'Asia/Karachi'
const ids = () => {
  let n = 0
  return () => `00000000-0000-7000-8000-${String(++n).padStart(12, '0')}`
}

function task(input: Partial<NewTask>): Task {
  const due = { date: '2026-11-27', time: '09:00', zone }
  const whole: NewTask = {
    title: 'Standup',
    notes: 'in room 2',
    priority: 'P2',
    tags: ['work'],
    due,
    reminders: [],
    occurrence: 1,
    repeat: { rule: ruleText('FREQ=WEEKLY;BYDAY=FR'), from: 'due' },
    ...input,
  }
  return create(whole, new Date('2026-11-20T00:00:00Z'), ids())
}

const done = (input: Partial<NewTask> = {}, at = '2026-11-27T05:00:00.000Z') => complete(task(input), new Date(at))

describe('the next task of a series', () => {
  test('takes over all fields except those of the single occurrence', () => {
    const left = done({
      reminders: [{ before: 'PT30M', snoozedUntil: '2026-11-27T05:00:00.000Z' }, { at: '2026-11-27T03:00:00.000Z' }],
    })
    expect(nextTask(left)).toEqual({
      id: successorId(left),
      title: 'Standup',
      notes: 'in room 2',
      priority: 'P2',
      tags: ['work'],
      due: { date: '2026-12-04', time: '09:00', zone },
      repeat: { rule: 'FREQ=WEEKLY;BYDAY=FR', from: 'due', start: left.due },
      reminders: [
        { id: expect.any(String), before: 'PT30M' },
        { id: expect.any(String), at: '2026-12-04T03:00:00.000Z' },
      ],
      seriesId: left.seriesId,
      occurrence: 2,
    })
  })

  test('is the same on every call, and gets another id after the task is completed again', () => {
    expect(nextTask(done())).toEqual(nextTask(done()))
    expect(successorId(done())).not.toBe(successorId(done({}, '2026-11-27T05:00:00.001Z')))
  })

  test('counts the missed occurrences and creates no task for them', () => {
    const late = nextTask(done({}, '2026-12-20T05:00:00.000Z'))
    expect(late).toMatchObject({ due: { date: '2026-12-25' }, occurrence: 5, repeat: { missed: 3 } })
  })

  test('also follows a skipped task', () => {
    const left = skip(task({}), new Date('2026-11-25T00:00:00Z'))
    expect(nextTask(left)?.due?.date).toBe('2026-12-04')
  })

  test('does not exist without a rule, after the end of the rule, or while the task is open', () => {
    expect(nextTask(done({ repeat: null }))).toBeUndefined()
    expect(nextTask(done({ repeat: { rule: ruleText('FREQ=DAILY;COUNT=1'), from: 'due' } }))).toBeUndefined()
    expect(nextTask(done({ repeat: { rule: ruleText('FREQ=DAILY'), from: 'due' }, occurrence: 1000 }))).toBeUndefined()
    expect(nextTask(task({}))).toBeUndefined()
  })
})
