// `npm run test:faults`: kills task-api, its sweep and a function that takes its events 1,000 times, or as often as is said.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '../functions/shared/database/embedded.ts'
import { migrate } from '../functions/shared/database/migrate.ts'
import { killAtRandom } from './faults/rounds.ts'
import { endWhenTold } from './start/until-told.ts'

const rounds = Number(process.argv[2] ?? 1_000)
const folder = await mkdtemp(path.join(tmpdir(), 'zerodue-faults-'))
const postgres = await startEmbeddedPostgres({ folder, settings: { max_connections: '100' } })
endWhenTold({ gently: cleanUp, atOnce: cleanUp })
try {
  await migrate(postgres.url)
  const report = (round: number) => round % 50 === 0 && console.log(`${round} of ${rounds} kills`)
  const outcome = await killAtRandom({ databaseUrl: postgres.url, rounds, random: Math.random, report })
  const { kills, answered, events, lost, doubled, untold } = outcome
  console.log(
    `${kills} kills, ${answered} tasks answered, ${events} events: ${lost.length} lost, ${doubled.length} doubled, ${untold.length} untold`,
  )
  process.exitCode = lost.length || doubled.length || untold.length ? 1 : 0
} finally {
  await cleanUp()
}

async function cleanUp(): Promise<void> {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
