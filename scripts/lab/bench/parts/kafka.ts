import { topics } from '../../../../functions/domain/events/topics.ts'
import { temporaryFolder } from '../../../../functions/kit/testing/temporary.ts'
import { Missing } from '../../../build/tools.ts'
import { type RealKafka, startKafka } from '../../platform/kafka.ts'
import { note } from './figure.ts'

/** Runs `work` with a real broker. Where Kafka cannot run, it prints the reason instead of the figures. */
export async function withKafka(work: (kafka: RealKafka) => Promise<void>): Promise<void> {
  const { folder, remove } = temporaryFolder()
  try {
    const kafka = await startKafka({ folder })
    try {
      await kafka.createTopics([...topics])
      await work(kafka)
    } finally {
      await kafka.stop()
    }
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    note(`not measured: ${error.message}`)
  } finally {
    remove()
  }
}
