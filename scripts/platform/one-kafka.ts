import type { TestProject } from 'vitest/node'
import { startKafka } from './kafka.ts'
import { temporaryFolder } from './temporary.ts'

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
