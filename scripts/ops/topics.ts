// Creates the missing topics in the Kafka of KAFKA_BROKERS and changes no existing one. In a cluster a Job runs it before the
// first delivery: a broker that creates a topic by itself gives it a single partition.
import * as v from 'valibot'
import { topics } from '../../functions/domain/events/topics.ts'
import { kafkaConnection, kafkaEntries } from '../../functions/kit/events/publish/kafka-settings.ts'
import { readSettings, SettingsError } from '../../functions/kit/settings/settings.ts'
import { createMissingTopics } from '../../functions/laptop/kafka-source/create-missing-topics.ts'

const count = v.pipe(v.string(), v.digits('must be a number'), v.transform(Number), v.minValue(1))
const entries = { ...kafkaEntries, TOPIC_PARTITIONS: v.optional(count, '3'), TOPIC_REPLICATION: v.optional(count, '1') }

async function main(): Promise<void> {
  try {
    const settings = readSettings(entries, process.env)
    const made = await createMissingTopics(kafkaConnection(settings), {
      partitions: settings.TOPIC_PARTITIONS,
      replication: settings.TOPIC_REPLICATION,
    })
    for (const topic of made) console.log(`created ${topic}`)
    if (!made.length) console.log(`All topics exist already: ${topics.join(', ')}.`)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(`zerodue: ${error.message}`)
    process.exitCode = 1
  }
}

main()
