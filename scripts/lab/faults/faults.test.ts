import { expect, test } from 'vitest'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { killLocally } from './local.ts'

test('with task-api and its consumer killed at random moments, every event of an answered write takes effect exactly once', async () => {
  const outcome = await killLocally({ databaseUrl: await testDatabase(), rounds: 50, random: Math.random })

  expect(outcome).toMatchObject({ kills: 50, lost: [], doubled: [], disordered: [], unannounced: [] })
  // Fewer writes would prove nothing.
  expect(outcome.answered).toBeGreaterThan(50)
}, 120_000)
