import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { notifier } from '../testing/notifier.ts'
import { blockedUntil, recordResult } from './breaker.ts'

const { sql, owner } = await notifier()

const start = new Date('2026-11-21T09:30:00.000Z')
const halfOpenAt = new Date(start.getTime() + 5 * 60_000)

test('a half-open breaker admits exactly one probe', async () => {
  const key = randomUUID()
  for (let i = 0; i < 5; i++) await recordResult(sql, key, true, start)
  // All requests read the row before one writes it: each waits for the lock that is held here.
  const waiting = await owner.begin(async tx => {
    await tx`select from notifications.breaker where key = ${key} for update`
    const requests = Array.from({ length: 8 }, () => blockedUntil(sql, key, halfOpenAt))
    await vi.waitFor(async () => expect(await owner`select from pg_locks where not granted`).toHaveLength(8))
    return { requests }
  })
  const answers = await Promise.all(waiting.requests)
  expect(answers.filter(until => until === undefined)).toHaveLength(1)
  const openUntil = new Date(halfOpenAt.getTime() + 5 * 60_000)
  expect(answers.filter(until => until !== undefined)).toEqual(Array(7).fill(openUntil))
})
