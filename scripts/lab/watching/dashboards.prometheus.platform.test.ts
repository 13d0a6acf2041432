import { expect, onTestFinished, test } from 'vitest'
import { localServer } from '../../../functions/kit/testing/local-server.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { dashboards, filledIn, queriesOf } from '../../ops/watch/dashboards.ts'
import { alerts } from '../../ops/watch/rules.ts'
import { type Prometheus, startPrometheus } from '../platform/prometheus.ts'
import { quickConfig } from './config.ts'
import { everything, exposition, type Sample } from './exposition.ts'

/** A Prometheus that reads these samples each second. */
async function reading(samples: Sample[]): Promise<Prometheus> {
  let steps = 0
  const endpoint = await localServer((_, response) => {
    steps += 10
    response.writeHead(200, { 'content-type': 'text/plain' }).end(exposition(steps, samples))
  })
  const config = quickConfig({ 'otel-gateway': `127.0.0.1:${endpoint.port}` })
  const prometheus = await startPrometheus({ folder: newFolder(), config })
  onTestFinished(prometheus.stop)
  return prometheus
}

/** It is the sum of whole hours, so the test only sees that it is answered without an error. */
const needsAnHour = 'slo:burn:3d'

const queries = dashboards.flatMap(dashboard =>
  queriesOf(dashboard).map(({ expr, panel }) => ({
    name: `${dashboard.title}, ${panel.title}`,
    expr: filledIn(expr, dashboard, '15s'),
  })),
)

test('Prometheus answers every query of every dashboard, with at least one series', async () => {
  const prometheus = await reading(everything)
  const unanswered = async () => {
    const answers = await Promise.all(queries.map(async one => ({ ...one, series: await prometheus.query(one.expr) })))
    return answers.filter(({ series, expr }) => !series.length && expr !== needsAnHour).map(({ name }) => name)
  }

  // The rules of promises run once in a minute.
  await expect.poll(unanswered, { timeout: 100_000, interval: 500 }).toEqual([])
}, 120_000)

test('Prometheus loads every alert, and fills in its words when it fires', async () => {
  const prometheus = await reading([{ name: 'zerodue_set_aside_waiting', labels: { function: 'notifier' }, value: 2 }])
  const firing = async () =>
    (await prometheus.get('alerts')).alerts.filter((one: { state: string }) => one.state === 'firing')

  await expect.poll(firing, { timeout: 100_000, interval: 100 }).toMatchObject([
    {
      labels: { alertname: 'EventSetAside', function: 'notifier', severity: 'critical' },
      annotations: {
        summary: 'notifier could not publish or handle an event',
        description: expect.stringMatching(/^2 such events wait/),
      },
    },
  ])
  const { groups } = await prometheus.get('rules', { type: 'alert' })
  const loaded = groups.flatMap(({ rules }: { rules: { name: string }[] }) => rules.map(({ name }) => name))
  expect(loaded.sort()).toEqual(alerts.map(({ alert }) => alert).sort())
})
