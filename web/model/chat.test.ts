import { expect, test } from 'vitest'
import { type AnswerSoFar, emptyAnswer, isWhole, ownWords, withEvent } from './chat.ts'

const call = { tool: 'list_tasks', arguments: {}, outcome: 'done' }
const proposed = { id: 'p', question: 'Delete it?', changes: [] }
const asked = { question: 'Which one?', choices: [] }
const whole = { text: 'Done.', calls: [], at: '2026-11-21T10:00:00.000Z' }

const after = (...events: [string, unknown][]): AnswerSoFar =>
  events.reduce((answer, [event, data]) => withEvent(answer, event, data), emptyAnswer)

test('an answer grows with each event: its text, the calls, and what it asks or proposes', () => {
  const answer = after(['text', { text: 'I ' }], ['acted', call], ['text', { text: 'ask.' }], ['asked', asked])

  expect(answer).toEqual({ text: 'I ask.', calls: [call], asked })
  expect(after(['proposed', proposed]).proposed).toEqual(proposed)
  expect(isWhole(answer)).toBe(false)
})

test('the last event holds the whole answer, whatever came before', () => {
  const answer = after(['text', { text: 'half' }], ['done', whole])

  expect(answer).toEqual(whole)
  expect(isWhole(answer)).toBe(true)
})

test('an event of a newer server changes nothing', () => {
  expect(after(['text', { text: 'I ' }], ['thought', { text: 'hm' }])).toEqual({ text: 'I ', calls: [] })
})

test('the question stands once: on the card or the choices that show it, not in the words too', () => {
  const words = (rest: object) => ownWords({ ...emptyAnswer, ...rest } as AnswerSoFar)

  expect(words({ text: 'It is old.\nDelete it?', proposed })).toBe('It is old.')
  expect(words({ text: 'Which one?', asked })).toBe('')
  expect(words({ text: 'It is old.', proposed })).toBe('It is old.')
  expect(words({ text: 'Hello?' })).toBe('Hello?')
})
