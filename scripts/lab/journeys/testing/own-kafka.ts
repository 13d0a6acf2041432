import { onTestFinished } from 'vitest'
import { newFolder } from '../../../../functions/kit/testing/new-folder.ts'
import { startKafka } from '../../platform/kafka.ts'

/** A broker for one whole system: two of them at one broker would share the events of each group between them. */
export async function ownKafka() {
  const kafka = await startKafka({ folder: newFolder() })
  onTestFinished(kafka.stop)
  return kafka
}
