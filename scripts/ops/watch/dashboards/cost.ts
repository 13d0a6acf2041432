import type { Dashboard } from '../grafana.ts'
import { byFunction, functionLegend, namespaceVariable, requested, running } from '../running.ts'

/** Dollars an hour of each running pod, at the prices of the dashboard's variables. */
const price = `(${requested('cpu')} * $vcpu_hour + ${requested('memory')} / 2^30 * $gib_hour)`

/** A minute of a price for an hour, summed over a day. Minutes in which nothing runs cost nothing. */
const aDay = `sum_over_time((sum(${byFunction(price)}))[1d:1m]) / 60`

export const cost: Dashboard = {
  uid: 'cost',
  title: 'Cost',
  description:
    'What the functions cost, from the seconds in which their pods really ran and what these request. Knative, Kafka, Postgres and the pods of the platform run always and are not in it.',
  from: 'now-24h',
  variables: [
    namespaceVariable,
    { name: 'vcpu_hour', label: '$ for a vCPU and hour', value: '0.0445' },
    { name: 'gib_hour', label: '$ for a GiB and hour', value: '0.0049' },
  ],
  rows: [
    [
      'A day',
      [
        {
          title: 'Cost of the last 24 hours',
          description: 'All functions together.',
          unit: 'currencyUSD',
          kind: 'number',
          queries: [{ expr: aDay, legend: 'cost' }],
        },
        {
          title: 'For each active person',
          description: 'The cost of the last 24 hours, divided by the people who were active in them.',
          unit: 'currencyUSD',
          kind: 'number',
          queries: [{ expr: `${aDay} / (max(zerodue_people{active="day"}) > 0)`, legend: 'for each person' }],
        },
        {
          title: 'For each reminder',
          description: 'The cost of the last 24 hours, divided by the reminders that fired in them.',
          unit: 'currencyUSD',
          kind: 'number',
          queries: [{ expr: `${aDay} / (max(zerodue_reminders_fired) > 0)`, legend: 'for each reminder' }],
        },
        {
          title: 'Active people',
          description: 'Of the last 24 hours.',
          unit: 'short',
          kind: 'number',
          queries: [{ expr: 'max(zerodue_people{active="day"})', legend: 'people' }],
        },
      ],
    ],
    [
      'Over time',
      [
        {
          title: 'Price of what runs',
          description: 'Dollars an hour, by function. When nothing is due, this is 0.',
          unit: 'currencyUSD',
          stacked: true,
          queries: [{ expr: byFunction(price), legend: functionLegend }],
        },
        {
          title: 'Pod seconds in an hour',
          description: 'How long pods ran, by function. A sweep of every 15 minutes alone makes about 160 to 280.',
          unit: 's',
          stacked: true,
          queries: [{ expr: `sum_over_time(${byFunction(running)}[1h:15s]) * 15`, legend: functionLegend }],
        },
        {
          title: 'Processors requested',
          description: 'By the running pods of each function.',
          unit: 'short',
          stacked: true,
          queries: [{ expr: byFunction(requested('cpu')), legend: functionLegend }],
        },
        {
          title: 'Memory requested',
          description: 'By the running pods of each function.',
          unit: 'bytes',
          stacked: true,
          queries: [{ expr: byFunction(requested('memory')), legend: functionLegend }],
        },
      ],
    ],
  ],
}
