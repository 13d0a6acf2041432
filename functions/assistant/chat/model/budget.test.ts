import { beforeAll, expect, test } from 'vitest'
import { userDeleted } from '../../../domain/events/account-events.ts'
import { asCaller } from '../../../kit/postgres/as-caller.ts'
import { someEvent } from '../../../kit/testing/some-event.ts'
import { newUser, start } from '../../../kit/testing/start.ts'
import definition from '../../function.ts'
import { createBudget } from './budget.ts'
import type { DailyBounds } from './settings.ts'

const begin = () => start(definition)
let assistant: Awaited<ReturnType<typeof begin>>
beforeAll(async () => {
  assistant = await begin()
})

const plenty: DailyBounds = { requests: 1_000, tokens: 1_000_000, ms: 1_000_000, costMicros: 1_000_000 }

function budgetOf(userId: string, bounds: Partial<DailyBounds> = {}, microsPerToken = 0) {
  const { sql, clock } = assistant
  return createBudget({ sql, bounds: { ...plenty, ...bounds }, microsPerToken, now: () => clock.now }, userId)
}
const usedBy = async (userId: string) => {
  const rows = await assistant.owner`
    select requests, tokens::int, ms::int, cost_micros::int as cost from assistant.model_usage
    where user_id = ${userId} order by day`
  return rows.map(row => ({ ...row }))
}
const request = { tokens: 1_000, ms: 500 }

test.each<[string, Partial<DailyBounds>, number]>([
  ['requests', { requests: 7 }, 0],
  ['tokens', { tokens: 7_999 }, 0],
  ['milliseconds', { ms: 3_999 }, 0],
  ['money', { costMicros: 4_199 }, 0.6],
])('parallel turns never pass the daily bound of %s', async (_, bounds, microsPerToken) => {
  const userId = newUser()
  const budget = budgetOf(userId, bounds, microsPerToken)
  const reserved = await Promise.all(Array.from({ length: 20 }, () => budget.reserve(request)))
  const admitted = microsPerToken ? 6 : 7
  expect(reserved.filter(one => one !== undefined)).toHaveLength(admitted)
  expect(await usedBy(userId)).toMatchObject([{ requests: admitted, tokens: admitted * 1_000 }])
})

test('a settled request counts its real use, and the rest is free again', async () => {
  const userId = newUser()
  const budget = budgetOf(userId, { tokens: 1_500 }, 2)
  const first = await budget.reserve(request)
  expect(await budget.reserve(request)).toBeUndefined()
  await first?.settle({ tokens: 120.2, ms: 80.5 })
  expect(await usedBy(userId)).toEqual([{ requests: 1, tokens: 121, ms: 81, cost: 241 }])
  expect(await budget.reserve(request)).toBeDefined()
})

test('a single request that is larger than the bound is refused on a new day too', async () => {
  const userId = newUser()
  expect(await budgetOf(userId, { tokens: 999 }).reserve(request)).toBeUndefined()
  expect(await budgetOf(userId, { requests: 0 }).reserve(request)).toBeUndefined()
  expect(await usedBy(userId)).toEqual([])
})

test('each day in UTC has its own bounds, and a request is settled on the day of its reservation', async () => {
  const userId = newUser()
  const { clock } = assistant
  const before = clock.now
  const budget = budgetOf(userId, { requests: 1 })
  clock.now = new Date('2026-11-21T23:59:59.999Z')
  const late = await budget.reserve(request)
  clock.now = new Date('2026-11-22T00:00:00.000Z')
  expect(await budget.reserve(request)).toBeDefined()
  await late?.settle({ tokens: 1, ms: 1 })
  clock.now = before
  expect(await usedBy(userId)).toMatchObject([
    { requests: 1, tokens: 1 },
    { requests: 1, tokens: 1_000 },
  ])
})

test('nobody sees or spends the budget of another person', async () => {
  const [ana, ben] = [newUser(), newUser()]
  await budgetOf(ana, { requests: 1 }).reserve(request)
  expect(await budgetOf(ben, { requests: 1 }).reserve(request)).toBeDefined()
  const seen = await asCaller(
    assistant.sql,
    { userId: ben },
    tx => tx<{ userId: string }[]>`select user_id as "userId" from assistant.model_usage`,
  )
  expect(seen.map(({ userId }) => userId)).toEqual([ben])
})

test('a deleted account leaves no usage behind, and a sweep removes what is older than two months', async () => {
  const [gone, old] = [newUser(), newUser()]
  await budgetOf(gone).reserve(request)
  const event = someEvent({ userId: gone, type: userDeleted.type, data: userDeleted.example })
  expect((await assistant.deliver(event)).status).toBe(204)
  expect(await usedBy(gone)).toEqual([])

  const { clock } = assistant
  const now = clock.now
  await budgetOf(old).reserve(request)
  clock.now = new Date(now.getTime() + 62 * 86_400_000)
  await assistant.sweep()
  expect(await usedBy(old)).toHaveLength(1)
  clock.now = new Date(now.getTime() + 63 * 86_400_000)
  await assistant.sweep()
  expect(await usedBy(old)).toEqual([])
  clock.now = now
})
