import { beforeAll, describe, expect, test } from 'vitest'
import { newUser } from '../../../kit/testing/start.ts'
import { assistantWithModels, right, said } from '../testing/model-that.ts'
import { badAnswers, marks, type Step, says, sends } from '../testing/scripted-model.ts'

let assistant: Awaited<ReturnType<typeof assistantWithModels>>
beforeAll(async () => {
  assistant = await assistantWithModels()
})

const serverFails = new Set([
  'a stream that is cut',
  'a stream that ends without its end',
  'an error in the stream',
  'broken events',
  '429 with Retry-After',
  '429 without Retry-After',
  '500',
  '503 with a date',
  '401',
  'a refusal of every form of request',
  'a slow drip',
  'no answer at all',
  'an answer without end',
  'one endless line',
  'a redirect',
  'the wrong content type',
  'no content type',
  'invalid UTF-8',
  'a connection that breaks',
])

test.each(Object.entries(badAnswers))('%s ends in a trouble that has a name, within the bounds', async (name, step) => {
  const startedAt = performance.now()
  const { ask, asked } = await assistant.modelThat([step])
  expect(await ask(said)).toEqual({ trouble: serverFails.has(name) ? 'away' : 'nonsense' })
  expect(asked.length).toBeLessThanOrEqual(2)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

test.each(Object.entries(badAnswers))('%s at the second question ends in a trouble too', async (name, step) => {
  const { ask, asked } = await assistant.modelThat([right, step])
  expect(await ask(said)).toEqual({ trouble: serverFails.has(name) ? 'away' : 'nonsense' })
  expect(asked.length).toBeLessThanOrEqual(3)
})

test('one message needs at most eight requests', async () => {
  const five = Array.from({ length: 5 }, () => ({ skill: 'audit', quote: 'history', intention: { intent: 'history' } }))
  const wrong = says({})
  const well = marks({ parts: five })
  const { ask, asked } = await assistant.modelThat([wrong, well, wrong, well, wrong, well, wrong, well, well])
  expect(await ask('history')).toEqual({ trouble: 'nonsense' })
  expect(asked).toHaveLength(8)
})

test('all requests of a message together end at the time limit of the turn', async () => {
  const { ask } = await assistant.modelThat([right, badAnswers['a slow drip'] as Step], {
    LLM_TIMEOUT_MS: '60000',
    LLM_TURN_TIMEOUT_MS: '500',
  })
  const startedAt = performance.now()
  expect(await ask(said)).toEqual({ trouble: 'away' })
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

test('a person that goes away ends the turn, and the server does not count as away', async () => {
  let leaving = new AbortController()
  const leaves: Step = () => leaving.abort()
  const { model, ask, asked } = await assistant.modelThat([leaves, leaves, leaves, right], { LLM_TIMEOUT_MS: '60000' })
  for (let turn = 0; turn < 3; turn++) {
    leaving = new AbortController()
    const message = { said, earlier: [], language: 'en' as const, signal: leaving.signal }
    expect(await model.understand(newUser(), message)).toEqual({ trouble: 'away' })
  }
  expect(asked).toHaveLength(3)
  expect(await ask(said)).toHaveProperty('understood')
})

describe('the bounds of a day', () => {
  test('end in the trouble «limit», for this person alone', async () => {
    const { ask, asked } = await assistant.modelThat([right], { LLM_DAILY_REQUESTS: '3' })
    const [ana, ben] = [newUser(), newUser()]
    expect(await ask(said, { userId: ana })).toHaveProperty('understood')
    expect(await ask(said, { userId: ana })).toEqual({ trouble: 'limit' })
    expect(asked).toHaveLength(3)
    expect(await ask(said, { userId: ben })).toHaveProperty('understood')
  })

  test('count what the server counted, and money where it has a price', async () => {
    const userId = newUser()
    const { ask } = await assistant.modelThat([right], { LLM_PRICE_PER_MILLION_TOKENS: '0.6', LLM_DAILY_COST: '1' })
    await ask(said, { userId })
    const [row] = await assistant.owner`
      select requests, tokens::int, cost_micros::int as cost from assistant.model_usage where user_id = ${userId}`
    expect(row).toEqual({ requests: 3, tokens: 300, cost: 180 })
  })

  test('hold for parallel messages', async () => {
    const { ask, asked } = await assistant.modelThat([right], { LLM_DAILY_REQUESTS: '5' })
    const userId = newUser()
    await Promise.all(Array.from({ length: 6 }, () => ask(said, { userId })))
    expect(asked).toHaveLength(5)
  })
})

describe('a server that fails rests', () => {
  test('for 30 seconds after three failures in a row; then one probe finds out whether it is back', async () => {
    const failing = sends(500, {})
    const { ask, asked } = await assistant.modelThat([failing, failing, failing, failing, right])
    for (let turn = 0; turn < 5; turn++) expect(await ask(said)).toEqual({ trouble: 'away' })
    expect(asked).toHaveLength(3)
    assistant.later(30)
    expect(await ask(said)).toEqual({ trouble: 'away' })
    expect(await ask(said)).toEqual({ trouble: 'away' })
    expect(asked).toHaveLength(4)
    assistant.later(30)
    expect(await ask(said)).toHaveProperty('understood')
    expect(await ask(said)).toHaveProperty('understood')
  })

  test('a half-open breaker admits exactly one of several parallel messages', async () => {
    const failing = sends(500, {})
    const { ask, asked } = await assistant.modelThat([failing])
    for (let turn = 0; turn < 3; turn++) await ask(said)
    assistant.later(30)
    await Promise.all(Array.from({ length: 5 }, () => ask(said)))
    expect(asked).toHaveLength(4)
  })

  test('until the time that it names, and for ten minutes at most', async () => {
    const { ask, asked } = await assistant.modelThat([
      sends(429, { 'retry-after': '120' }),
      sends(503, { 'retry-after': '86400' }),
      right,
    ])
    await ask(said)
    assistant.later(119)
    await ask(said)
    expect(asked).toHaveLength(1)
    assistant.later(1)
    await ask(said)
    expect(asked).toHaveLength(2)
    assistant.later(599)
    await ask(said)
    expect(asked).toHaveLength(2)
    assistant.later(1)
    expect(await ask(said)).toHaveProperty('understood')
  })

  test('and its rest costs nobody a request of the day', async () => {
    const { ask } = await assistant.modelThat([sends(429, { 'retry-after': '60' })])
    await ask(said)
    const userId = newUser()
    await ask(said, { userId })
    expect(await assistant.owner`select from assistant.model_usage where user_id = ${userId}`).toHaveLength(0)
  })
})
