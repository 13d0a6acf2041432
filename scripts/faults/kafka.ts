import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../functions/shared/database/connect.ts'
import { createLog } from '../../functions/shared/runtime/log.ts'
import { testIssuer } from '../../functions/shared/testing/issuer.ts'
import { startKafkaSources } from '../kafka-source/kafka-sources.ts'
import { readSources } from '../kafka-source/manifest.ts'
import { freePort } from '../platform/free-port.ts'
import { root } from '../start/root.ts'
import { createMissingTopics } from '../topics/create-missing-topics.ts'
import { compareWithTrail, type Trail } from './compare-with-trail.ts'
import { FunctionProcess } from './function-process.ts'
import { killAtRandom, type Rounds } from './kill-at-random.ts'
import { users, write } from './writer.ts'

export interface KafkaFaults extends Rounds {
  databaseUrl: string
  brokers: string
  /** For what the processes say. */
  folder: string
}

/** Of a series, so that each completion asks recurrence-handler for the next one, and that one task-api by a command. */
const task = { due: { date: '2030-01-31', zone: 'Asia/Karachi' }, repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' } }
const limitMs = 120_000

/**
 * Kills task-api, recurrence-handler and audit-sink, each in its own process, at random moments while people write: also
 * while they start and sweep. Everything goes over Kafka and the manifests' sources, only tried again sooner than those say.
 */
export async function killOverKafka({ databaseUrl, brokers, folder, ...rounds }: KafkaFaults) {
  const connection = { brokers: [brokers] }
  await createMissingTopics(connection)
  const issuer = await testIssuer()
  const keys = createServer((_, response) => response.end(JSON.stringify(issuer.jwks)))
  await new Promise<void>(listening => keys.listen(0, '127.0.0.1', listening))
  const secret = randomUUID() + randomUUID()
  const env = {
    DATABASE_URL: databaseUrl,
    EVENTS: 'kafka',
    KAFKA_BROKERS: brokers,
    EVENTS_SECRET: secret,
    AUTH_SECRET: secret,
    CURSOR_SECRET: secret,
    PUBLIC_URL: 'http://localhost',
    JWT_ISSUER: issuer.issuer,
    JWT_AUDIENCE: issuer.audience,
    JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`,
  }
  const start = async (name: string) => new FunctionProcess({ name, port: await freePort(), env, folder })
  const taskApis = [await start('task-api'), await start('task-api')]
  const [recurrence, audit] = [await start('recurrence-handler'), await start('audit-sink')]
  const everybody = [...taskApis, recurrence, audit]
  const addresses = new Map([
    ['task-api', taskApis[0]?.address],
    ['recurrence-handler', recurrence.address],
    ['audit-sink', audit.address],
  ])
  const soon = { retries: 10_000, pauseMs: () => 50, timeoutMs: 10_000 }
  const sources = await startKafkaSources({
    sources: readSources(path.join(root, 'knative')).map(source => ({ ...source, delivery: soon })),
    connection,
    urlOf: name => addresses.get(name) && `${addresses.get(name)}/?delivery=${secret}`,
    log: createLog('kafka-source', 'silent'),
  })
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  const writing = new AbortController()
  const headersOf = async (user: string) => ({ authorization: `Bearer ${await issuer.token(user)}` })
  try {
    await Promise.all(everybody.map(({ ready }) => ready))
    const answered: string[] = []
    const options = { task, headersOf, stop: writing.signal, random: rounds.random }
    const writers = taskApis.flatMap(taskApi => [1, 2].map(() => write(taskApi, answered, options)))
    await killAtRandom(everybody, answered, rounds)
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
    await Promise.all(everybody.map(one => one.end()))
    await owner.end()
    keys.close()
  }
}

/** What is on its way arrives soon, now that nobody is killed any more; what does not is lost. */
async function untilComplete(look: () => Promise<Trail>): Promise<Trail> {
  for (const until = performance.now() + limitMs; ; await pause(200)) {
    const trail = await look()
    const all = trail.unsent + trail.lost.length + trail.untold.length + trail.ended.length
    if (!all || performance.now() > until) return trail
  }
}
