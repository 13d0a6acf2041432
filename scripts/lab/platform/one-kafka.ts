import type { TestProject } from 'vitest/node'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startKafka } from './kafka.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The broker that all tests of a run share. A test that stops a broker starts its own. */
    kafkaBrokers: string
  }
}

export default async function setup(project: TestProject) {
  const { folder, remove } = temporaryFolder()
  const kafka = await startKafka({ folder })
  await kafka.createTopics(['task-events'])
  project.provide('kafkaBrokers', kafka.brokers)
  return async () => {
    await kafka.stop()
    remove()
  }
}
