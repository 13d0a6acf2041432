import { alerts } from './dashboards/alerts.ts'
import { api } from './dashboards/api.ts'
import { cost } from './dashboards/cost.ts'
import { kafka } from './dashboards/kafka.ts'
import { pods } from './dashboards/pods.ts'
import { promises } from './dashboards/promises.ts'
import { type Dashboard, grafana } from './grafana.ts'

export const dashboards: Dashboard[] = [promises, alerts, api, kafka, pods, cost]

/** The files that Grafana reads. */
export const dashboardFiles = (): Record<string, string> =>
  Object.fromEntries(
    dashboards.map(dashboard => [
      `knative/components/watching/dashboards/${dashboard.uid}.json`,
      `${JSON.stringify(grafana(dashboard), null, 2)}\n`,
    ]),
  )

/** Every query of a dashboard, with its panel. */
export const queriesOf = ({ rows }: Dashboard) =>
  rows.flatMap(([, panels]) => panels.flatMap(panel => panel.queries.map(query => ({ ...query, panel }))))

/** A query as Prometheus takes it: Grafana puts values in the place of these variables. */
export function filledIn(expr: string, { variables = [] }: Dashboard, interval = '1m'): string {
  const values = new Map(variables.map(({ name, value }) => [name, value ?? '.*']))
  return expr.replaceAll(/\$(\w+)/g, (_, name: string) => {
    if (name === '__rate_interval') return interval
    const value = values.get(name)
    if (value === undefined) throw new Error(`No variable gives $${name} a value.`)
    return value
  })
}
