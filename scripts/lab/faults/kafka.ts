import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { compareWithTrail, type Trail } from './compare-with-trail.ts'
import { functionsOverKafka, type OverKafka } from './functions-over-kafka.ts'
import { killAtRandom, type Rounds } from './kill-at-random.ts'
import { users, write } from './writer.ts'

/** A task of a series: its completion makes recurrence-handler send a command to task-api. */
const task = { due: { date: '2030-01-31', zone: 'Asia/Karachi' }, repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' } }
/** Shorter backoff and more retries than in the manifests: this test is about kills. */
const delivery = { retries: 10_000, pauseMs: () => 50, timeoutMs: 10_000 }
const limitMs = 120_000

/**
 * Kills task-api, recurrence-handler, sync-relay and audit-sink, each in its own process, at random moments while people write, also
 * during their start and their sweep. Events go over Kafka.
 */
export async function killOverKafka({ databaseUrl, brokers, folder, ...rounds }: OverKafka & Rounds) {
  const functions = await functionsOverKafka({ databaseUrl, brokers, folder })
  const { start, person: headersOf } = functions
  const taskApis = [await start('task-api'), await start('task-api')]
  const audit = await start('audit-sink')
  const processes = [...taskApis, await start('recurrence-handler'), await start('sync-relay'), audit]
  const sources = await functions.deliver({ delivery })
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  const writing = new AbortController()
  try {
    await Promise.all(processes.map(({ ready }) => ready))
    const answered: string[] = []
    const options = { task, headersOf, stop: writing.signal, random: rounds.random }
    const writers = taskApis.flatMap(taskApi => [1, 2].map(() => write(taskApi, answered, options)))
    await killAtRandom(processes, answered, rounds)
    writing.abort()
    await Promise.all(writers)
    const address = await audit.ready
    const verify = async (user: string) => {
      const response = await fetch(`${address}/api/audit/verify`, { headers: await headersOf(user) })
      return ((await response.json()) as { ok: boolean }).ok
    }
    const trail = await untilComplete(() => compareWithTrail(owner, answered))
    const broken = (await Promise.all(users.map(verify))).filter(ok => !ok).length
    return { kills: rounds.rounds, ...trail, broken }
  } finally {
    writing.abort()
    await sources.stop()
    await functions.close()
    await owner.end()
  }
}

/** Without further kills every event arrives soon. An event that does not arrive within the limit is lost. */
async function untilComplete(look: () => Promise<Trail>): Promise<Trail> {
  for (const until = performance.now() + limitMs; ; await pause(200)) {
    const trail = await look()
    const all =
      trail.unsent + trail.lost.length + trail.unannounced.length + trail.ended.length + trail.disordered.length
    if (!all || performance.now() > until) return trail
  }
}
