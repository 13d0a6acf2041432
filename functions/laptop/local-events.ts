import { type AnyFunction, doorsOf } from '../kit/define-function.ts'
import type { Publisher } from '../kit/events/event.ts'
import { localPublisher } from '../kit/events/publish/local.ts'

/** Brings each topic to the doors that take it, as the KafkaSources do in a cluster. */
export function localEvents(definitions: readonly AnyFunction[], eventsAt: string, secret: string): Publisher {
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
  return localPublisher({ authorization: `Bearer ${secret}`, subscribers })
}
