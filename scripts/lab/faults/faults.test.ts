import { expect, test } from 'vitest'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { killLocally } from './local.ts'

test('whoever is killed at whatever moment: every answered write is told, and has its effect once', async () => {
  const outcome = await killLocally({ databaseUrl: await testDatabase(), rounds: 50, random: Math.random })

  expect(outcome).toMatchObject({ kills: 50, lost: [], doubled: [], untold: [] })
  // Otherwise nothing was tried.
  expect(outcome.answered).toBeGreaterThan(50)
}, 120_000)
