import path from 'node:path'
import { onTestFinished } from 'vitest'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { root } from '../../../functions/kit/root.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { functionsOverKafka } from '../faults/functions-over-kafka.ts'
import { ownKafka } from '../journeys/testing/own-kafka.ts'
import { startCollector } from '../platform/collector.ts'
import { startPrometheus } from '../platform/prometheus.ts'
import { startServer } from '../platform/server.ts'
import { quickConfig } from './config.ts'

/** Nothing takes traces and logs here: the collector drops them. */
const nowhere = 'http://127.0.0.1:1'

/**
 * Every function in a process of its own over a real Kafka, watched as in a cluster: by the gateway's collector, a Prometheus
 * that reads it, and the watcher. `more` are further targets of Prometheus.
 */
export async function watchedSystem(more: Record<string, string> = {}) {
  const folder = newFolder()
  const { brokers } = await ownKafka()
  const databaseUrl = await testDatabase()
  const metricsPort = await freePort()
  const env = {
    METRICS_PORT: String(metricsPort),
    TRACES_ENDPOINT: nowhere,
    LOGS_ENDPOINT: nowhere,
    FLUSH_INTERVAL: '1s',
  }
  const collector = await startCollector('gateway', { folder, env })
  onTestFinished(collector.stop)
  const prometheus = await startPrometheus({
    folder: path.join(folder, 'prometheus'),
    config: quickConfig({ 'otel-gateway': `127.0.0.1:${metricsPort}`, ...more }),
  })
  onTestFinished(prometheus.stop)

  const system = await functionsOverKafka({
    databaseUrl,
    brokers,
    folder,
    settings: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      LINK_SECRET: 'the-secret-of-links-in-these-tests-only',
      WEBHOOK_ALLOW: '127.0.0.0/8',
      TASK_API_INTERNAL_URL: nowhere,
      REMINDER_FIRER_INTERNAL_URL: nowhere,
      AUDIT_SINK_INTERNAL_URL: nowhere,
    },
  })
  const functions = new Map(
    await Promise.all(functionNames().map(async name => [name, await system.start(name)] as const)),
  )
  await Promise.all([...functions.values()].map(({ ready }) => ready))
  const sources = await system.deliver()
  const watcher = startServer({
    command: process.execPath,
    args: [path.join(root, 'scripts/ops/watch.ts')],
    cwd: root,
    log: path.join(folder, 'watch.log'),
    env: {
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: brokers,
      CERTIFICATES: '',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    },
  })
  onTestFinished(async () => {
    await sources.stop()
    await Promise.all([system.close(), watcher.stop()])
  })
  return { prometheus, collector, system, addressOf: (name: string) => functions.get(name)?.address ?? '' }
}
