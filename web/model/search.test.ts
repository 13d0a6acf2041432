import { expect, test } from 'vitest'
import { searchTasks } from './search.ts'
import { someTask } from './testing/some-task.ts'

const found = (text: string, tasks: Parameters<typeof someTask>[0][], most?: number) =>
  searchTasks(tasks.map(someTask), text, most).map(task => task.title)

test('a title that begins with the word comes before other titles, then come tags, then notes', () => {
  const tasks = [
    { title: 'in notes', notes: 'Get milk too' },
    { title: 'in tag', tags: ['Milk'] },
    { title: 'Buy milk', updatedAt: '2026-11-02T00:00:00.000Z' },
    { title: 'Milk the cow', updatedAt: '2026-11-01T00:00:00.000Z' },
  ]
  expect(found('milk', tasks)).toEqual(['Milk the cow', 'Buy milk', 'in tag', 'in notes'])
})

test('every word must begin a word of the task, in any of its texts', () => {
  const tasks = [
    { title: 'Buy milk', tags: ['shop'], notes: 'two litres' },
    { title: 'Buy bread', notes: 'no buttermilk' },
  ]
  expect(found('mil litr sho', tasks)).toEqual(['Buy milk'])
  expect(found('bread milk', tasks)).toEqual([])
})

test('accents, case and the keyboard of the letters do not matter', () => {
  const tasks = [{ title: 'Café' }, { title: 'کتاب پڑھنا' }]
  expect(found('CAFE', tasks)).toEqual(['Café'])
  expect(found('كتاب', tasks)).toEqual(['کتاب پڑھنا'])
})

test('equal matches show open tasks before done ones, and what changed last before the rest', () => {
  const tasks: Parameters<typeof someTask>[0][] = [
    { title: 'Milk done', status: 'done', updatedAt: '2026-11-09T00:00:00.000Z' },
    { title: 'Milk old', updatedAt: '2026-11-01T00:00:00.000Z' },
    { title: 'Milk new', updatedAt: '2026-11-02T00:00:00.000Z' },
  ]
  expect(found('milk', tasks)).toEqual(['Milk new', 'Milk old', 'Milk done'])
  expect(found('milk', tasks, 2)).toEqual(['Milk new', 'Milk old'])
})

test('a deleted task is not found, and a text without words finds nothing', () => {
  const tasks = [{ title: 'Milk', deletedAt: '2026-11-02T00:00:00.000Z' }, { title: '…' }]
  expect(found('milk', tasks)).toEqual([])
  expect(found(' … ', tasks)).toEqual([])
})
