import { globSync } from 'node:fs'
import { daprBinaries } from '../platform/dapr-binaries.ts'
import { kafkaJars } from '../platform/kafka-jars.ts'
import { Missing } from '../platform/tools.ts'
import { root } from '../start/root.ts'
import type { Tally } from './tally.ts'
import { type Chosen, runVitest } from './vitest.ts'

const all = '**/*.platform.test.ts'
const withDapr = '**/*.dapr.platform.test.ts'

/** Fetches and builds what the platform tests need, and runs those for which everything is there. */
export async function runPlatformTests(chosen: Chosen): Promise<Tally> {
  const kafka = await prepare('Apache Kafka', kafkaJars)
  if (!kafka) return skip(all)
  const dapr = await prepare('Dapr (the first time this takes some minutes)', daprBinaries)
  if (dapr) return runVitest('vitest.platform.config.ts', chosen)
  const { passed, failed, skipped } = runVitest('vitest.platform.config.ts', chosen, [`--exclude=${withDapr}`])
  return { passed, failed, skipped: skipped + skip(withDapr).skipped }
}

async function prepare(what: string, get: () => Promise<unknown>): Promise<boolean> {
  console.log(`preparing ${what}`)
  try {
    await get()
    return true
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    console.error(`\nSKIPPED: without ${what} some tests cannot run. ${error.message}\n`)
    return false
  }
}

/** Each file counts once: nobody can count the tests of a file that does not run. */
function skip(pattern: string): Tally {
  const files = globSync(pattern, { cwd: root, exclude: ['node_modules', 'web/node_modules'] })
  for (const file of files) console.error(`skipped: ${file}`)
  return { passed: 0, failed: 0, skipped: files.length }
}
