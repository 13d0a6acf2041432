import { onTestFinished } from 'vitest'
import { startKafka } from '../../../scripts/platform/kafka.ts'
import { temporaryFolder } from '../../../scripts/platform/temporary.ts'

/** A broker for one whole system: two of them at one broker would share the events of each group between them. */
export async function ownKafka() {
  const { folder, remove } = temporaryFolder()
  const kafka = await startKafka({ folder })
  onTestFinished(async () => {
    await kafka.stop()
    remove()
  })
  return kafka
}
