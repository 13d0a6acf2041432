// `npm run test:faults`: kills task-api, its sweep and a function that takes its events 1,000 times, or as often as is said.
// `npm run test:faults -- 1000 --kafka` does it to task-api, recurrence-handler and audit-sink over a real Kafka.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '../../functions/kit/postgres/embedded.ts'
import { migrate } from '../../functions/kit/postgres/migrate.ts'
import { endOnSignal } from '../../functions/laptop/end-on-signal.ts'
import { killOverKafka } from './faults/kafka.ts'
import { killLocally } from './faults/local.ts'
import { startKafka } from './platform/kafka.ts'

const { values, positionals } = parseArgs({
  options: { kafka: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const rounds = Number(positionals[0] ?? 1_000)
const folder = await mkdtemp(path.join(tmpdir(), 'zerodue-faults-'))
const postgres = await startEmbeddedPostgres({ folder, settings: { max_connections: '100' } })
endOnSignal({ gently: cleanUp, atOnce: cleanUp })
/** All else that an outcome tells is a fault. */
const counted = ['kills', 'answered', 'events']
const isFault = (seen: number | string[]) => (Array.isArray(seen) ? seen.length : seen) > 0
const began = performance.now()
const report = (round: number) => round % 50 === 0 && console.log(`${round} of ${rounds} kills`)
const common = { databaseUrl: postgres.url, rounds, random: Math.random, report }
try {
  await migrate(postgres.url)
  const outcome = values.kafka ? await overKafka() : await killLocally(common)
  const told = Object.entries(outcome).map(([what, seen]) => `${Array.isArray(seen) ? seen.length : seen} ${what}`)
  console.log(`${told.join(', ')}, ${Math.round((performance.now() - began) / 1000)} s`)
  process.exitCode = Object.entries(outcome).some(([what, seen]) => !counted.includes(what) && isFault(seen)) ? 1 : 0
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
  await rm(folder, { recursive: true, force: true })
}
