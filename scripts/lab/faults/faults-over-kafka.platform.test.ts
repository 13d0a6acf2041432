import { expect, test } from 'vitest'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { ownKafka } from '../journeys/testing/own-kafka.ts'
import { killOverKafka } from './kafka.ts'

test('over Kafka, kills of any function lose no event of an answered write, double no occurrence and keep audit chains valid', async () => {
  const { brokers } = await ownKafka()
  const outcome = await killOverKafka({
    databaseUrl: await testDatabase(),
    brokers,
    folder: newFolder(),
    rounds: 50,
    random: Math.random,
  })

  expect(outcome).toMatchObject({ unsent: 0, lost: [], doubled: [], unannounced: [], ended: [], forked: [] })
  expect(outcome.disordered).toEqual([])
  expect(outcome).toMatchObject({ kills: 50, deadLetters: 0, broken: 0 })
  // Fewer writes would prove nothing.
  expect(outcome.answered).toBeGreaterThan(50)
}, 300_000)
