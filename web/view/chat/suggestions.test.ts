import { expect, test } from 'vitest'
import { someTask } from '../../model/testing/some-task.ts'
import { suggestionsFor } from './suggestions.ts'

const moment = { now: new Date('2026-11-25T05:00:00.000Z'), today: '2026-11-25', zone: 'UTC' }
const due = (date: string) => someTask({ due: { date, zone: 'UTC' } })
const [late, today, later, undated] = [due('2026-11-24'), due('2026-11-25'), due('2026-12-01'), someTask({ due: null })]

test.each([
  ['a morning with overdue tasks', [late, today], '09:00', false, ['overdue', 'plan', 'help']],
  ['an evening with tasks left', [today, later], '19:30', false, ['left', 'tomorrow', 'help']],
  ['an empty day', [later, undated], '09:00', false, ['tomorrow', 'week', 'noDate']],
  ['an empty list', [], '09:00', false, ['tomorrow', 'week', 'help']],
  ['an answer while tasks are overdue', [late, today], '09:00', true, ['overdue', 'left', 'week']],
  ['an answer in an evening without tasks', [later], '21:00', true, ['tomorrow', 'week', 'noDate']],
] as const)('the suggestions fit %s', (_, tasks, time, isAnswered, expected) => {
  expect(suggestionsFor(tasks, moment, time, isAnswered)).toEqual(expected)
})

test('a done task is neither overdue nor due today', () => {
  const done = { ...late, status: 'done' as const }
  expect(suggestionsFor([done], moment, '09:00', false)).toEqual(['tomorrow', 'week', 'help'])
})
