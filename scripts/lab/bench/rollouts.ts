import { topics } from '../../../functions/domain/events/topics.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { buildDist } from '../../build/build-dist.ts'
import { startKafka } from '../platform/kafka.ts'
import { rollOut } from '../rollouts/roll-out.ts'
import { count, figure, note } from './parts/figure.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const rounds = scaled(20, 1)
/** A little more than the target of 200, because the measured time includes the beginning and the end. */
const perSecond = 215

/** Sends SIGTERM to functions under 200 requests and 200 events a second, twenty times. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const [code, broker] = [temporaryFolder(), temporaryFolder()]
    await buildDist(code.folder)
    const kafka = await startKafka({ folder: broker.folder })
    try {
      await kafka.createTopics([...topics])
      const began = performance.now()
      const seen = await rollOut({ dist: code.folder, databaseUrl, brokers: kafka.brokers, rounds, perSecond })
      const { failedRequests, failedEvents, lostRequests, lostEvents, unannouncedTasks, badEnds } = seen.faults
      const seconds = (performance.now() - began) / 1000
      const [requestRate, eventRate] = [seen.requests / seconds, seen.events / seconds].map(count)
      // On a busy machine the rate may be lower; the note shows it.
      note(
        `${count(seen.requests)} requests (${requestRate} a second) and ${count(seen.events)} events (${eventRate} a second)`,
      )
      note(
        `${count(seen.repeated)} requests went on to the next instance; the slowest end took ${seen.slowestEndMs} ms`,
      )
      const failed = failedRequests + lostRequests
      figure(`accepted requests that failed, in ${rounds} rounds of SIGTERM`, String(failed), 'none', failed === 0)
      const lost = failedEvents + lostEvents + unannouncedTasks
      figure('events lost', String(lost), 'none', lost === 0)
      figure('instances that did not end with 0', String(badEnds), 'none', badEnds === 0)
    } finally {
      await kafka.stop()
      code.remove()
      broker.remove()
    }
  })
