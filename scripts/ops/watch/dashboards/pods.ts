import type { Dashboard } from '../grafana.ts'
import { quantile, rate } from '../promql.ts'
import { byFunction, functionLegend, namespaceVariable, requested, running } from '../running.ts'

const starts = 'zerodue_start_duration_seconds'

export const pods: Dashboard = {
  uid: 'pods',
  title: 'Pods',
  description: 'What runs and why: pods, starts from zero, restarts, processor, memory and disks.',
  from: 'now-6h',
  variables: [namespaceVariable],
  rows: [
    [
      'Scale',
      [
        {
          title: 'Running pods by function',
          description: 'When nothing is due, nothing runs: then this is empty.',
          unit: 'short',
          stacked: true,
          width: 8,
          queries: [{ expr: byFunction(running), legend: functionLegend }],
        },
        {
          title: 'Replicas by revision',
          description: 'What the autoscaler asks for. During a rollout two revisions run.',
          unit: 'short',
          width: 8,
          queries: [
            {
              expr: 'sum by (deployment) (kube_deployment_status_replicas{namespace="$namespace"}) > 0',
              legend: '{{deployment}}',
            },
          ],
        },
        {
          title: 'Pods by phase',
          description: 'Pods that stay in Pending find no node, no image or no volume.',
          unit: 'short',
          width: 8,
          queries: [
            { expr: 'sum by (phase) (kube_pod_status_phase{namespace="$namespace"}) > 0', legend: '{{phase}}' },
          ],
        },
      ],
    ],
    [
      'Starts from zero',
      [
        {
          title: 'Starts',
          description: 'Processes that answered their first request, in an hour, by function.',
          unit: 'short',
          width: 8,
          queries: [
            {
              expr: `sum by (service_name) (increase(${starts}_count{phase="answered"}[1h]))`,
              legend: '{{service_name}}',
            },
          ],
        },
        {
          title: 'Start by phase, median',
          description: 'From the start of the process until its code is loaded, it listens, and it has answered.',
          unit: 's',
          width: 8,
          queries: [{ expr: quantile(0.5, starts, '', '1h', 'phase'), legend: '{{phase}}' }],
        },
        {
          title: 'Start by phase, p95',
          description: 'One start of twenty takes longer.',
          unit: 's',
          width: 8,
          queries: [{ expr: quantile(0.95, starts, '', '1h', 'phase'), legend: '{{phase}}' }],
        },
      ],
    ],
    [
      'Health',
      [
        {
          title: 'Restarts',
          description: 'Containers that ended and began again, in 15 minutes. At three an alert fires.',
          unit: 'short',
          bad: 3,
          queries: [
            {
              expr: 'sum by (pod, container) (increase(kube_pod_container_status_restarts_total{namespace="$namespace"}[15m])) > 0',
              legend: '{{pod}} {{container}}',
            },
          ],
        },
        {
          title: 'Event loop',
          description: 'The share of time in which a function works. Near 1 it has no time left for another request.',
          unit: 'percentunit',
          bad: 0.9,
          queries: [{ expr: 'max by (service_name) (nodejs_eventloop_utilization_ratio)', legend: '{{service_name}}' }],
        },
        {
          title: 'Processor',
          description: 'Processors that the functions use, and those that their running pods request.',
          unit: 'short',
          queries: [
            { expr: rate('service_name', 'process_cpu_time_seconds_total'), legend: '{{service_name}}' },
            { expr: `sum(${requested('cpu')})`, legend: 'requested' },
          ],
        },
        {
          title: 'Memory',
          description:
            'What a process of each function last reported, also after its end, and what the running pods request.',
          unit: 'bytes',
          queries: [
            { expr: 'max by (service_name) (process_memory_usage_bytes)', legend: '{{service_name}}' },
            { expr: `sum(${requested('memory')})`, legend: 'requested' },
          ],
        },
      ],
    ],
    [
      'Data',
      [
        {
          title: 'Disks, space left',
          description: 'Below a tenth an alert fires.',
          unit: 'percentunit',
          width: 8,
          queries: [
            {
              expr: 'kubelet_volume_stats_available_bytes{namespace="$namespace"} / kubelet_volume_stats_capacity_bytes{namespace="$namespace"}',
              legend: '{{persistentvolumeclaim}}',
            },
          ],
        },
        {
          title: 'Connections of the database',
          description: 'Postgres allows 200. Each function has a role of its own.',
          unit: 'short',
          bad: 180,
          stacked: true,
          width: 8,
          queries: [{ expr: 'sum by (role, state) (zerodue_database_connections)', legend: '{{role}} {{state}}' }],
        },
        {
          title: 'Size of the database',
          description: 'All schemas together.',
          unit: 'bytes',
          width: 8,
          queries: [{ expr: 'max(zerodue_database_size_bytes)', legend: 'size' }],
        },
      ],
    ],
  ],
}
