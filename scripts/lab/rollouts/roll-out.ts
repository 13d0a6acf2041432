import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { taskCompleted } from '../../../functions/domain/events/task-events.ts'
import { httpHeaders } from '../../../functions/kit/events/cloud-event.ts'
import { sampleDelivery } from '../../../functions/kit/settings/samples.ts'
import { publishedIssuer } from '../platform/jwks.ts'
import { type RunningBundle, startBundle, untilHealthy } from '../platform/running-bundle.ts'
import { readTopic } from '../platform/topic.ts'
import { startLoad } from './load.ts'
import { type Seen, verdict } from './verdict.ts'

export interface RollOut {
  dist: string
  databaseUrl: string
  brokers: string
  rounds: number
  perSecond: number
  report?: (round: number) => void
}

/** How long the load runs before SIGTERM, and how long it still reaches the ending instance after that. */
const [burstMs, staleMs] = [1_000, 100]

/**
 * Replaces task-api and recurrence-handler several times under load: it starts the next instance, then sends SIGTERM to the
 * old one while that still gets requests. Every answered request must have taken effect, and every task its event.
 */
export async function rollOut({ dist, databaseUrl, brokers, rounds, perSecond, report }: RollOut): Promise<Seen> {
  const issuer = await publishedIssuer()
  const settings = { ...issuer.settings, DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers }
  const start = async (name: string) => {
    const bundle = await startBundle(dist, name, settings)
    await untilHealthy(bundle)
    return bundle
  }
  const token = await issuer.token('ana')
  let [taskApi, recurrenceHandler] = await Promise.all([start('task-api'), start('recurrence-handler')])
  const requests = startLoad(perSecond, () => ({ port: taskApi.port, path: '/api/tasks' }), newTask(token))
  const events = startLoad(perSecond, () => ({ port: recurrenceHandler.port, path: '/' }), completedTask)
  const ends: { code: number | null; ms: number }[] = []

  for (let round = 1; round <= rounds; round++) {
    const [nextApi, nextHandler] = await Promise.all([start('task-api'), start('recurrence-handler')])
    await pause(burstMs)
    const old = [taskApi, recurrenceHandler]
    const ending = old.map(ended)
    await pause(staleMs)
    taskApi = nextApi
    recurrenceHandler = nextHandler
    ends.push(...(await Promise.all(ending)))
    report?.(round)
  }
  await Promise.all([requests.stop(), events.stop()])
  ends.push(...(await Promise.all([taskApi, recurrenceHandler].map(ended))))
  await issuer.close()
  return verdict({ databaseUrl, requests, events, ends, records: topic => readTopic({ brokers: [brokers] }, topic) })
}

async function ended(bundle: RunningBundle) {
  const began = performance.now()
  return { code: await bundle.end(), ms: performance.now() - began }
}

const newTask = (token: string) => () => {
  const id = randomUUID()
  // Without an idempotency key: a request that took effect without an answer gets a 409 when it is repeated.
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return { name: id, sent: { headers, body: JSON.stringify({ id, title: 'Call the plumber' }) } }
}

const completedTask = () => {
  const id = randomUUID()
  const { type, topic, example } = taskCompleted
  const task = { ...example.task, id, seriesId: id }
  const time = new Date().toISOString()
  const event = { id, topic: topic ?? 'task-events', type, subject: id, userId: 'ana', time, traceparent: null }
  const headers = httpHeaders({ ...event, source: '/zerodue/task-api', data: {} })
  const authorization = `Bearer ${sampleDelivery}`
  return { name: id, sent: { headers: { ...headers, authorization }, body: JSON.stringify({ ...example, task }) } }
}
