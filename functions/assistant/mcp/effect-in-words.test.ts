import { expect, test } from 'vitest'
import { effectInWords } from './effect-in-words.ts'

const deletion = {
  tool: 'delete_task',
  canBeUndoneUntil: '2026-12-28T09:30:00.000Z',
  tasks: [{ title: 'Water the plants' }, { title: 'پودوں کو پانی' }],
}

test('the question names every task, and until when the deletion can be undone', () => {
  expect(effectInWords(deletion, 'en').question).toBe(
    'Delete these 2 tasks?\n• Water the plants\n• پودوں کو پانی\nThis can be undone until 2026-12-28.',
  )
})

test('a person whose language is Urdu is asked in Urdu', () => {
  const { question, agree } = effectInWords(deletion, 'ur')
  expect(question).toMatch(/^یہ 2 کام حذف کریں؟\n• Water the plants\n/)
  expect(question).toMatch(/2026-12-28 تک واپس لیا جا سکتا ہے۔$/)
  expect(agree).toBe('یہ کریں')
})

test('changes are shown from what to what: those that all tasks share once, the others with their task', () => {
  const due = { from: { date: '2026-11-28', zone: 'Asia/Karachi' }, to: null }
  const shared = { tool: 'update_task', changes: { due }, tasks: [{ title: 'One' }] }
  expect(effectInWords(shared, 'en').question).toBe('Change this task?\n  due: 2026-11-28 Asia/Karachi → –\n• One')
  const own = {
    tool: 'update_task',
    tasks: [
      { title: 'One', changes: { priority: { from: 'P4', to: 'P1' } } },
      { title: 'Two', changes: { tags: { added: ['home'], removed: ['work'] } } },
    ],
  }
  expect(effectInWords(own, 'en').question).toBe(
    'Change these 2 tasks?\n• One\n  priority: P4 → P1\n• Two\n  tags: + home, − work',
  )
})
