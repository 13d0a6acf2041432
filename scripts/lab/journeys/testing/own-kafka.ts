import { onTestFinished } from 'vitest'
import { newFolder } from '../../../../functions/kit/testing/new-folder.ts'
import { startKafka } from '../../platform/kafka.ts'

/** A broker for one system. Two systems at one broker would share its consumer groups, and each would get a part of the events. */
export async function ownKafka() {
  const kafka = await startKafka({ folder: newFolder() })
  onTestFinished(kafka.stop)
  return kafka
}
