import { describe, expect, test } from 'vitest'
import { ruleText } from '../../functions/domain/recurrence/rule-text.ts'
import type { FilterQuery } from './filter.ts'
import { listOf, narrowList } from './list-of.ts'
import { passes } from './passes.ts'
import { someTask } from './testing/some-task.ts'

/** Noon in UTC on a Wednesday. */
const moment = { now: new Date('2026-11-25T12:00:00Z'), today: '2026-11-25', zone: 'UTC' }
const noneLingering = new Set<string>()

const on = (date: string) => ({ due: { date, zone: 'UTC' } })
const daily = { rule: ruleText('FREQ=DAILY'), from: 'due' as const, start: { date: '2026-11-25', zone: 'UTC' } }

const tasks = [
  someTask({ title: 'late', ...on('2026-11-24'), priority: 'P1', tags: ['home', 'money'] }),
  someTask({
    title: 'today',
    ...on('2026-11-25'),
    priority: 'P2',
    tags: ['Home'],
    reminders: [{ id: 'r', before: 'PT1H' }],
  }),
  someTask({ title: 'sunday', ...on('2026-11-29'), repeat: daily }),
  someTask({ title: 'next monday', ...on('2026-11-30') }),
  someTask({ title: 'someday', notes: 'Ask the bank', tags: ['money'] }),
  someTask({ title: 'ready', status: 'done', priority: 'P1', completedAt: '2026-11-20T00:00:00.000Z' }),
]
const passing = (query: FilterQuery) =>
  tasks.filter(one => passes(one, query, moment, noneLingering)).map(one => one.title)

describe('a task passes', () => {
  test.each<[FilterQuery, string[]]>([
    [{}, ['late', 'today', 'sunday', 'next monday', 'someday']],
    [{ status: 'done' }, ['ready']],
    [{ priority: ['P1', 'P2'] }, ['late', 'today']],
    [{ due: 'overdue' }, ['late']],
    [{ due: 'today' }, ['today']],
    [{ due: 'week' }, ['late', 'today', 'sunday']],
    [{ due: 'none' }, ['someday']],
    [{ tags: ['home', 'money'] }, ['late', 'today', 'someday']],
    [{ tags: ['HOME', 'money'], tagMode: 'all' }, ['late']],
    [{ repeating: true }, ['sunday']],
    [{ repeating: false, due: 'week' }, ['late', 'today']],
    [{ hasReminder: true }, ['today']],
    [{ hasReminder: false, tags: ['home'] }, ['late']],
    [{ text: 'BANK' }, ['someday']],
    [{ text: 'money', priority: ['P1'] }, ['late']],
  ])('only if it meets every part of %j', (query, titles) => {
    expect(passing(query)).toEqual(titles)
  })

  test('while it lingers after completion, as if it were open', () => {
    expect(passes(someTask({ status: 'done' }), {}, moment, new Set(['task']))).toBe(true)
  })
})

test('a narrowed search shows the same tasks as its filter first, then the other results that pass the rest', () => {
  const typo = { text: 'mony', priority: ['P1', 'P4'] } satisfies FilterQuery
  const shown = narrowList({ ...typo, text: 'money' }, tasks, [], moment, noneLingering)
  const found = narrowList(typo, tasks, tasks.slice(0, 2), moment, noneLingering)

  const filter = { id: 'f', name: 'Money', query: { ...typo, text: 'money' } }
  const [section] = listOf({ at: 'filter', name: 'f' }, tasks, [filter], moment, noneLingering)
  expect(shown).toEqual(section?.tasks)
  expect(shown.map(one => one.title)).toEqual(['late', 'someday'])
  expect(found.map(one => one.title)).toEqual(['late'])
})

test('a list of done tasks begins with the latest', () => {
  const done = (title: string, completedAt: string) => someTask({ title, status: 'done', completedAt })
  const all = [done('first', '2026-11-20T00:00:00.000Z'), done('last', '2026-11-21T00:00:00.000Z')]

  expect(narrowList({ status: 'done' }, all, [], moment, noneLingering).map(one => one.title)).toEqual([
    'last',
    'first',
  ])
})
