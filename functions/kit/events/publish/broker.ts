import * as v from 'valibot'
import type { Log } from '../../log.ts'
import { SettingsError } from '../../settings/settings.ts'
import type { Publisher } from '../event.ts'
import { daprPublisher } from './dapr.ts'
import { daprConnection, daprEntries } from './dapr-settings.ts'
import { kafkaPublisher } from './kafka.ts'
import { kafkaConnection, kafkaEntries } from './kafka-settings.ts'

/** The settings for publishing events. */
export const eventsEntries = {
  EVENTS: v.optional(v.picklist(['local', 'kafka', 'dapr']), 'local'),
  ...kafkaEntries,
  ...daprEntries,
}
const schema = v.object(eventsEntries)

/** The publisher of a function that runs on its own. Make one for each process: it holds a connection. */
export function brokerPublisher(settings: v.InferOutput<typeof schema>, functionName: string, log: Log): Publisher {
  if (settings.EVENTS === 'kafka') return kafkaPublisher({ connection: kafkaConnection(settings), functionName, log })
  if (settings.EVENTS === 'dapr') return daprPublisher(daprConnection(settings))
  throw new SettingsError('EVENTS=local needs all functions in one process, as npm start has them: use kafka or dapr.')
}
