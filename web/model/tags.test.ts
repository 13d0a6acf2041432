import { expect, test } from 'vitest'
import { countTags } from './tags.ts'
import { someTask } from './testing/some-task.ts'

test('each tag is counted by name, over all tasks and over open ones; deleted tasks do not count', () => {
  const tasks = [
    someTask({ tags: ['work', 'home'] }),
    someTask({ tags: ['home'], status: 'done' }),
    someTask({ tags: ['home', 'gone'], deletedAt: '2026-11-02T00:00:00.000Z' }),
  ]
  expect(countTags(tasks)).toEqual([
    { name: 'home', open: 1, count: 2 },
    { name: 'work', open: 1, count: 1 },
  ])
})

test('spellings that differ in case or Unicode form are one tag, in the first spelling', () => {
  const tasks = ['Café', 'café', 'CAFE\u0301', 'Café'].map(tag => someTask({ tags: [tag] }))
  expect(countTags(tasks)).toEqual([{ name: 'Café', open: 4, count: 4 }])
})
