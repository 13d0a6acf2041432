import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startKafka } from './kafka.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The one broker that the tests of a run share. Who stops a broker starts one of their own. */
    kafkaBrokers: string
  }
}

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(path.join(tmpdir(), 'zerodue-kafka-'))
  const kafka = await startKafka({ folder })
  project.provide('kafkaBrokers', kafka.brokers)
  return async () => {
    await kafka.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
