import { expect, test } from 'vitest'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { ownKafka } from '../journeys/testing/own-kafka.ts'
import { killOverKafka } from './kafka.ts'

test('over Kafka, whoever is killed: every answered write is told, series move on once, and the chains hold', async () => {
  const { brokers } = await ownKafka()
  const outcome = await killOverKafka({
    databaseUrl: await testDatabase(),
    brokers,
    folder: newFolder(),
    rounds: 50,
    random: Math.random,
  })

  expect(outcome).toMatchObject({ unsent: 0, lost: [], doubled: [], untold: [], ended: [], forked: [] })
  expect(outcome).toMatchObject({ kills: 50, deadLetters: 0, broken: 0 })
  // Otherwise nothing was tried.
  expect(outcome.answered).toBeGreaterThan(50)
}, 300_000)
