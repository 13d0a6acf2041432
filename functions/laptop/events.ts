// How events travel on this computer: by local delivery, or from Kafka by stand-ins for a cluster's KafkaSources.
import path from 'node:path'
import { type AnyFunction, doorsOf } from '../kit/define-function.ts'
import type { Publisher } from '../kit/events/event.ts'
import { type KafkaSettings, kafkaConnection } from '../kit/events/publish/kafka-settings.ts'
import { localPublisher } from '../kit/events/publish/local.ts'
import type { Log } from '../kit/log.ts'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { root } from '../kit/root.ts'
import { SettingsError } from '../kit/settings/settings.ts'
import type { RunningSource } from './kafka-source/kafka-source.ts'

/** Delivers each topic to the doors of its functions, as the KafkaSources do in a cluster. `fetch` reaches them. */
export function localEvents(
  definitions: readonly AnyFunction[],
  eventsAt: string,
  secret: string,
  fetch: typeof globalThis.fetch,
): Publisher {
  const deliveries = definitions.flatMap(definition =>
    doorsOf(definition).flatMap(({ path, topics }) =>
      topics.map(topic => ({
        topic,
        function: definition.name,
        url: `${eventsAt}/events/${definition.name}${path === '/' ? '' : path}`,
      })),
    ),
  )
  const subscribers = Object.fromEntries(Map.groupBy(deliveries, ({ topic }) => topic))
  return localPublisher({ authorization: `Bearer ${secret}`, subscribers, fetch })
}

interface KafkaOptions {
  settings: KafkaSettings
  /** The event door of a function; absent for a function that does not run here. */
  urlOf: (functionName: string) => string | undefined
  log: Log
}

/** Creates the missing topics, and answers a function that starts the delivery. */
export async function prepareKafka({ settings, urlOf, log }: KafkaOptions): Promise<() => Promise<RunningSource>> {
  const connection = kafkaConnection(settings)
  // Lazy, so that a start without Kafka does not pay for it.
  const [{ readSources }, { startKafkaSources }, { createMissingTopics }] = await Promise.all([
    import('./kafka-source/manifest.ts'),
    import('./kafka-source/kafka-source.ts'),
    import('./kafka-source/create-missing-topics.ts'),
  ])
  const sources = readSources(path.join(root, 'knative'))
  await createMissingTopics(connection).catch(error => {
    throw error instanceof SettingsError ? new CannotStart(error.message) : error
  })
  return () => startKafkaSources({ sources, connection, urlOf, log })
}
