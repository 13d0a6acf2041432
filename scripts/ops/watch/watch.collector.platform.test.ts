import path from 'node:path'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { startCollector } from '../../lab/platform/collector.ts'
import { startServer } from '../../lab/platform/server.ts'
import { metrics } from './metrics.ts'

const soon = { timeout: 60_000, interval: 200 }

/** The watcher as a process of its own, and the gateway to which it pushes. */
async function watching(env: Record<string, string>) {
  const folder = newFolder()
  const gateway = await startCollector('gateway', { folder })
  onTestFinished(gateway.stop)
  const watch = startServer({
    command: process.execPath,
    args: [path.join(root, 'scripts', 'ops', 'watch.ts')],
    cwd: folder,
    log: path.join(folder, 'watch.log'),
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: gateway.endpoint,
      DATABASE_URL: await testDatabase(),
      KAFKA_BROKERS: inject('kafkaBrokers'),
      ...env,
    },
  })
  onTestFinished(watch.stop)
  return { gateway, watch }
}

/** The names of the gauges that the rules and dashboards read from the watcher. */
const fromWatch = Object.entries(metrics).flatMap(([name, { from }]) => (from === 'watch' ? [name] : []))

test('the watcher pushes every figure of the database and its successes under the names that rules and dashboards read', async () => {
  const { gateway } = await watching({})
  // No group has read anything here, and no address has a certificate.
  const wanted = fromWatch.filter(name => !/kafka_consumergroup_lag|certificate/.test(name))
  expect(wanted.length).toBeGreaterThan(10)
  await vi.waitFor(async () => {
    const text = await gateway.metrics()
    for (const name of wanted) expect(text).toContain(`\n${name}{`)
    for (const part of ['database', 'broker', 'certificates'])
      expect(text).toContain(`zerodue_watch_success_seconds{part="${part}",service_name="watch"}`)
  }, soon)
})

test('with its broker and a certificate away it goes on with the database, and tells of no success for the others', async () => {
  const { gateway, watch } = await watching({ KAFKA_BROKERS: '127.0.0.1:1', CERTIFICATES: 'https://127.0.0.1:1' })
  await Promise.all(['broker', 'certificates'].map(part => watch.prints(new RegExp(`"part":"${part}".*not read`))))
  await vi.waitFor(async () => {
    const text = await gateway.metrics()
    expect(text).toContain('zerodue_watch_success_seconds{part="database"')
    expect(text).toContain('zerodue_people{active="all"')
    expect(text).not.toContain('part="broker"')
    expect(text).not.toContain('part="certificates"')
  }, soon)
})
