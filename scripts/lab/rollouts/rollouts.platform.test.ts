import { afterAll, beforeAll, expect, test } from 'vitest'
import { topics } from '../../../functions/domain/events/topics.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { buildDist } from '../../build/build-dist.ts'
import { ownKafka } from '../journeys/testing/own-kafka.ts'
import { rollOut } from './roll-out.ts'

const { folder: dist, remove } = temporaryFolder()
beforeAll(() => buildDist(dist))
afterAll(remove)

/** Long enough for a busy machine. */
const timeout = 400_000

test('a function that gets SIGTERM under load answers every request that it accepted, and loses no event', {
  timeout,
}, async () => {
  const kafka = await ownKafka()
  await kafka.createTopics([...topics])
  const databaseUrl = await testDatabase()
  const seen = await rollOut({ dist, databaseUrl, brokers: kafka.brokers, rounds: 2, perSecond: 200 })
  expect(seen.requests).toBeGreaterThan(100)
  expect(seen.events).toBeGreaterThan(100)
  expect(seen.faults).toEqual({
    failedRequests: 0,
    failedEvents: 0,
    lostRequests: 0,
    lostEvents: 0,
    unannouncedTasks: 0,
    badEnds: 0,
  })
})
