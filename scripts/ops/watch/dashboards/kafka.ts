import type { Dashboard } from '../grafana.ts'
import { quantile, quantiles, rate } from '../promql.ts'

const handled = 'zerodue_events_duration_seconds'
const chosen = 'service_name=~"$function"'

export const kafka: Dashboard = {
  uid: 'kafka',
  title: 'Events',
  description: 'Events between the functions: how long they are on their way, and what waits.',
  from: 'now-3h',
  variables: [{ name: 'function', label: 'Function', query: `label_values(${handled}_count, service_name)` }],
  rows: [
    [
      'On their way',
      [
        {
          title: 'Lag',
          description: 'Events that a consumer group has not handled yet. Above 1,000 for five minutes an alert fires.',
          unit: 'short',
          bad: 1000,
          width: 8,
          queries: [
            {
              expr: 'sum by (consumergroup, topic) (kafka_consumergroup_lag)',
              legend: '{{consumergroup}}: {{topic}}',
            },
          ],
        },
        {
          title: 'Delay',
          description: 'From the time of an event until it was handled.',
          unit: 's',
          width: 8,
          queries: quantiles('zerodue_events_delay_seconds', chosen),
        },
        {
          title: 'Delay by function, p95',
          description: 'One event of twenty is later.',
          unit: 's',
          width: 8,
          queries: [
            {
              expr: quantile(0.95, 'zerodue_events_delay_seconds', chosen, undefined, 'service_name'),
              legend: '{{service_name}}',
            },
          ],
        },
      ],
    ],
    [
      'Handled',
      [
        {
          title: 'Events by outcome',
          description: 'Events a second. `failed` comes again; `set-aside` and `refused` wait for an operator.',
          unit: 'ops',
          stacked: true,
          width: 8,
          queries: [{ expr: rate('outcome', `${handled}_count{${chosen}}`), legend: '{{outcome}}' }],
        },
        {
          title: 'Events by type',
          description: 'Events a second, by function and type.',
          unit: 'ops',
          width: 8,
          queries: [
            { expr: rate('service_name, type', `${handled}_count{${chosen}}`), legend: '{{service_name}} {{type}}' },
          ],
        },
        {
          title: 'Duration, p95',
          description: 'How long a function needs for an event.',
          unit: 's',
          width: 8,
          queries: [{ expr: quantile(0.95, handled, chosen, undefined, 'service_name'), legend: '{{service_name}}' }],
        },
      ],
    ],
    [
      'Waiting',
      [
        {
          title: 'Age of the outbox',
          description: 'The oldest event that is committed and not published. Above a minute an alert fires.',
          unit: 's',
          bad: 60,
          queries: [{ expr: 'max by (function) (zerodue_outbox_age_seconds)', legend: '{{function}}' }],
        },
        {
          title: 'Events in the outbox',
          description: 'Events that are committed and not published.',
          unit: 'short',
          queries: [{ expr: 'max by (function) (zerodue_outbox_events)', legend: '{{function}}' }],
        },
        {
          title: 'Set aside',
          description: 'Events that a function could not publish or handle: waiting now, and new in an hour.',
          unit: 'short',
          bad: 1,
          width: 8,
          queries: [
            { expr: 'max by (function) (zerodue_set_aside_waiting)', legend: '{{function}} waiting' },
            {
              expr: 'sum by (service_name) (increase(zerodue_events_set_aside_total[1h]))',
              legend: '{{service_name}} new',
            },
          ],
        },
        {
          title: 'Dead letters',
          description: 'Malformed events, or events that could not be delivered: waiting now, and new in an hour.',
          unit: 'short',
          bad: 1,
          width: 8,
          queries: [
            { expr: 'max(zerodue_dead_letters_waiting)', legend: 'waiting' },
            { expr: 'sum(increase(zerodue_dead_letters_total[1h]))', legend: 'new' },
          ],
        },
        {
          title: 'Refused deliveries',
          description: 'Deliveries with a wrong credential in an hour. Their source keeps the events for half an hour.',
          unit: 'short',
          bad: 1,
          width: 8,
          queries: [
            {
              expr: 'sum by (service_name) (increase(zerodue_deliveries_refused_total[1h]))',
              legend: '{{service_name}}',
            },
          ],
        },
      ],
    ],
  ],
}
