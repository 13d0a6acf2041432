import { globSync } from 'node:fs'
import { root } from '../../../functions/kit/root.ts'
import { Missing } from '../../build/tools.ts'
import { collectorBinary } from '../platform/collector-binary.ts'
import { daprBinaries } from '../platform/dapr-binaries.ts'
import { kafkaJars } from '../platform/kafka-jars.ts'
import { prometheusBinaries } from '../platform/prometheus.ts'
import { pythonPackages } from '../platform/python-packages.ts'
import { queueProxyBinary } from '../platform/queue-proxy-binary.ts'
import { redisServer } from '../platform/redis.ts'
import type { Tally } from './tally.ts'
import { type Chosen, runVitest } from './vitest.ts'

/** Everything to download or build, each with the tests that need it. */
const parts = [
  { what: 'Apache Kafka', get: kafkaJars, files: '**/*.platform.test.ts' },
  { what: 'Dapr (the first time this takes some minutes)', get: daprBinaries, files: '**/*.dapr.platform.test.ts' },
  { what: 'Redis', get: redisServer, files: '**/*.redis.*platform.test.ts' },
  { what: 'Prometheus', get: prometheusBinaries, files: '**/*.prometheus.*platform.test.ts' },
  { what: 'the OpenTelemetry Collector', get: collectorBinary, files: '**/*.collector.platform.test.ts' },
  { what: "Knative's queue-proxy", get: queueProxyBinary, files: '**/*.queue.platform.test.ts' },
  { what: "Python's CloudEvents SDK", get: pythonPackages, files: '**/*.python.platform.test.ts' },
]

/** Downloads and builds everything that the platform tests need, and runs those that have everything. */
export async function runPlatformTests(chosen: Chosen): Promise<Tally> {
  const left: string[] = []
  for (const { what, get, files } of parts) if (!(await isThere(what, get))) left.push(files)
  // A skipped file counts as one test, because its tests are unknown.
  const skipped = globSync(left, { cwd: root, exclude: ['**/node_modules/**'] })
  for (const file of skipped) console.error(`skipped: ${file}`)
  if (left.includes('**/*.platform.test.ts')) return { passed: 0, failed: 0, skipped: skipped.length, failures: [] }
  const tally = runVitest(
    'vitest.platform.config.ts',
    chosen,
    left.map(files => `--exclude=${files}`),
  )
  return { ...tally, skipped: tally.skipped + skipped.length }
}

async function isThere(what: string, get: () => Promise<unknown>): Promise<boolean> {
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
