import type { TestProject } from 'vitest/node'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startKafka } from './kafka.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The one broker that the tests of a run share. Who stops a broker starts one of their own. */
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
