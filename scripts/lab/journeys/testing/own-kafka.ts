import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../../../../functions/kit/testing/temporary.ts'
import { startKafka } from '../../platform/kafka.ts'

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
