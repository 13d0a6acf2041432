// The stand-in for KafkaSource as a program: `node functions/laptop/kafka-source/main.ts task-api=http://127.0.0.1:8080/ …`
// with KAFKA_BROKERS set. Development and tests only.
import path from 'node:path'
import { kafkaConnection, kafkaEntries } from '../../kit/events/publish/kafka-settings.ts'
import { createLog } from '../../kit/log.ts'
import { readSettings } from '../../kit/settings/settings.ts'
import { startKafkaSources } from './kafka-source.ts'
import { readSources } from './manifest.ts'

const urls = new Map(
  process.argv.slice(2).map(given => [given.slice(0, given.indexOf('=')), given.slice(given.indexOf('=') + 1)]),
)
const sources = await startKafkaSources({
  sources: readSources(process.env.MANIFESTS ?? path.join(import.meta.dirname, '..', '..', 'knative')),
  connection: kafkaConnection(readSettings(kafkaEntries, process.env)),
  urlOf: name => urls.get(name),
  log: createLog('kafka-source', process.env.LOG_LEVEL ?? 'warn'),
})
console.log('delivering')
process.once('SIGTERM', () => sources.stop().then(() => process.exit(0)))
process.once('SIGINT', () => sources.stop().then(() => process.exit(0)))
