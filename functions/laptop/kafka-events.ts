import path from 'node:path'
import { type KafkaSettings, kafkaConnection } from '../kit/events/publish/kafka-settings.ts'
import type { Log } from '../kit/log.ts'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { root } from '../kit/root.ts'
import { SettingsError } from '../kit/settings/settings.ts'

export interface Delivering {
  stop(): Promise<void>
}

interface Wanted {
  settings: KafkaSettings
  functions: string[]
  urlOf: (functionName: string) => string
  log: Log
}

/** Makes the topics that are missing, and answers how to begin to deliver: by stand-ins for a cluster's KafkaSources. */
export async function prepareKafka({ settings, functions, urlOf, log }: Wanted): Promise<() => Promise<Delivering>> {
  const connection = kafkaConnection(settings)
  // Only who wants Kafka loads it.
  const [{ readSources }, { startKafkaSources }, { createMissingTopics }] = await Promise.all([
    import('./kafka-source/manifest.ts'),
    import('./kafka-source/kafka-sources.ts'),
    import('./kafka-source/create-missing-topics.ts'),
  ])
  const sources = readSources(path.join(root, 'knative'))
  await createMissingTopics(connection).catch(error => {
    throw error instanceof SettingsError ? new CannotStart(error.message) : error
  })
  return () =>
    startKafkaSources({
      sources,
      connection,
      urlOf: name => (functions.includes(name) ? urlOf(name) : undefined),
      log,
    })
}
