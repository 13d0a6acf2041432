// `npm run test:faults`: kills task-api and a consumer of its events 1,000 times while people write.
// `npm run test:faults -- 200 --kafka` kills task-api, recurrence-handler, sync-relay and audit-sink 200 times, over a real Kafka.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '../../functions/kit/postgres/embedded.ts'
import { migrate } from '../../functions/kit/postgres/migrate.ts'
import { temporaryFolder } from '../../functions/kit/testing/temporary.ts'
import { endOnSignal } from '../../functions/laptop/end-on-signal.ts'
import { killOverKafka } from './faults/kafka.ts'
import { killLocally } from './faults/local.ts'
import { startKafka } from './platform/kafka.ts'

const { values, positionals } = parseArgs({
  options: { kafka: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const rounds = Number(positionals[0] ?? 1_000)
const { folder, remove } = temporaryFolder()
const postgres = await startEmbeddedPostgres({ folder, settings: { max_connections: '100' } })
endOnSignal({ gently: cleanUp, atOnce: cleanUp })
/** Every other part of an outcome counts faults. */
const expected = ['kills', 'answered', 'events', 'setAside']
const countOf = (value: number | string[]) => (Array.isArray(value) ? value.length : value)
const began = performance.now()
const report = (round: number) => round % 50 === 0 && console.log(`${round} of ${rounds} kills`)
const common = { databaseUrl: postgres.url, rounds, random: Math.random, report }
try {
  await migrate(postgres.url)
  const outcome = values.kafka ? await overKafka() : await killLocally(common)
  const counts = Object.entries(outcome).map(([name, value]) => ({ name, count: countOf(value) }))
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(`${counts.map(({ name, count }) => `${count} ${name}`).join(', ')}, ${seconds} s`)
  process.exitCode = counts.some(({ name, count }) => count && !expected.includes(name)) ? 1 : 0
} finally {
  await cleanUp()
}

async function overKafka() {
  const kafka = await startKafka({ folder: path.join(folder, 'kafka') })
  try {
    return await killOverKafka({ ...common, brokers: kafka.brokers, folder })
  } finally {
    await kafka.stop()
  }
}

async function cleanUp(): Promise<void> {
  await postgres.stop()
  remove()
}
