import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { notifier } from '../testing/notifier.ts'
import { noteHealth, restsUntil } from './breaker.ts'

const { sql, owner } = await notifier()

const start = new Date('2026-11-21T09:30:00.000Z')
const afterRest = new Date(start.getTime() + 5 * 60_000)

test('of all who ask at the moment a rest is over, one may try', async () => {
  const key = randomUUID()
  for (let i = 0; i < 5; i++) await noteHealth(sql, key, true, start)
  // All have looked before the first has written: each waits for the row that is held here.
  const asked = await owner.begin(async tx => {
    await tx`select from notifications.breaker where key = ${key} for update`
    const asking = Array.from({ length: 8 }, () => restsUntil(sql, key, afterRest))
    await vi.waitFor(async () => expect(await owner`select from pg_locks where not granted`).toHaveLength(8))
    return { asking }
  })
  const answers = await Promise.all(asked.asking)
  expect(answers.filter(until => until === undefined)).toHaveLength(1)
  const nextRest = new Date(afterRest.getTime() + 5 * 60_000)
  expect(answers.filter(until => until !== undefined)).toEqual(Array(7).fill(nextRest))
})
