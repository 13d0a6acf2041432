/** Every metric that Zerodue is watched by, as Prometheus names it, and where it comes from. */
export type Metric = {
  from: 'functions' | 'watch' | 'kube-state-metrics' | 'kubelet' | 'spans' | 'prometheus' | 'rules'
  kind: 'counter' | 'gauge' | 'histogram'
  /** One of the values that each label has. */
  labels?: Record<string, string>
  /** Upper bounds in seconds at which a rule counts, so the histogram must have them. */
  bounds?: number[]
}

const byFunction = { service_name: 'task-api' }
const pod = { namespace: 'zerodue', pod: 'task-api-00001-deployment-7d4f-x2k9', container: 'function' }

export const metrics = {
  http_server_request_duration_seconds: {
    from: 'functions',
    kind: 'histogram',
    labels: {
      ...byFunction,
      http_request_method: 'GET',
      http_route: '/api/tasks',
      http_response_status_code: '200',
    },
  },
  zerodue_events_duration_seconds: {
    from: 'functions',
    kind: 'histogram',
    labels: { ...byFunction, type: 'zerodue.task.create.v1', outcome: 'handled' },
  },
  zerodue_events_delay_seconds: {
    from: 'functions',
    kind: 'histogram',
    labels: { ...byFunction, type: 'zerodue.task.create.v1' },
    bounds: [2, 5],
  },
  zerodue_deliveries_refused_total: { from: 'functions', kind: 'counter', labels: byFunction },
  zerodue_events_set_aside_total: { from: 'functions', kind: 'counter', labels: byFunction },
  zerodue_start_duration_seconds: { from: 'functions', kind: 'histogram', labels: { ...byFunction, phase: 'loaded' } },
  zerodue_reminders_lateness_seconds: {
    from: 'functions',
    kind: 'histogram',
    labels: { service_name: 'reminder-firer' },
    bounds: [5, 60],
  },
  zerodue_notifications_attempts_total: {
    from: 'functions',
    kind: 'counter',
    labels: { channel: 'email', outcome: 'delivered' },
  },
  zerodue_notifications_lateness_seconds: { from: 'functions', kind: 'histogram', labels: { channel: 'email' } },
  zerodue_dead_letters_total: { from: 'functions', kind: 'counter', labels: { service_name: 'audit-sink' } },
  zerodue_streams_opened_total: { from: 'functions', kind: 'counter', labels: { service_name: 'sync-relay' } },
  zerodue_streams_ended_total: {
    from: 'functions',
    kind: 'counter',
    labels: { service_name: 'sync-relay', reason: 'limit' },
  },
  zerodue_sign_ins_total: { from: 'functions', kind: 'counter', labels: { method: 'password', outcome: 'in' } },
  zerodue_assistant_calls_total: {
    from: 'functions',
    kind: 'counter',
    labels: { tool: 'add_task', outcome: 'done' },
  },
  zerodue_assistant_tokens_total: { from: 'functions', kind: 'counter' },
  process_cpu_time_seconds_total: { from: 'functions', kind: 'counter', labels: byFunction },
  process_memory_usage_bytes: { from: 'functions', kind: 'gauge', labels: byFunction },
  nodejs_eventloop_utilization_ratio: { from: 'functions', kind: 'gauge', labels: byFunction },

  zerodue_outbox_age_seconds: { from: 'watch', kind: 'gauge', labels: { function: 'task-api' } },
  zerodue_outbox_events: { from: 'watch', kind: 'gauge', labels: { function: 'task-api' } },
  zerodue_set_aside_waiting: { from: 'watch', kind: 'gauge', labels: { function: 'task-api' } },
  zerodue_reminders_overdue_seconds: { from: 'watch', kind: 'gauge' },
  zerodue_reminders_armed: { from: 'watch', kind: 'gauge' },
  zerodue_reminders_fired: { from: 'watch', kind: 'gauge' },
  zerodue_reminders_doubled: { from: 'watch', kind: 'gauge' },
  zerodue_notifications_waiting: { from: 'watch', kind: 'gauge', labels: { channel: 'email' } },
  zerodue_dead_letters_waiting: { from: 'watch', kind: 'gauge' },
  zerodue_people: { from: 'watch', kind: 'gauge', labels: { active: 'day' } },
  zerodue_database_connections: { from: 'watch', kind: 'gauge', labels: { role: 'task_api', state: 'idle' } },
  zerodue_database_size_bytes: { from: 'watch', kind: 'gauge' },
  kafka_consumergroup_lag: {
    from: 'watch',
    kind: 'gauge',
    labels: { consumergroup: 'zerodue-audit-sink', topic: 'task-events' },
  },
  zerodue_certificate_expires_seconds: { from: 'watch', kind: 'gauge', labels: { host: 'api.example.com' } },
  zerodue_watch_success_seconds: { from: 'watch', kind: 'gauge', labels: { part: 'database' } },

  kube_pod_container_status_restarts_total: { from: 'kube-state-metrics', kind: 'counter', labels: pod },
  kube_pod_status_phase: {
    from: 'kube-state-metrics',
    kind: 'gauge',
    labels: { namespace: pod.namespace, pod: pod.pod, phase: 'Running' },
  },
  kube_pod_container_resource_requests: {
    from: 'kube-state-metrics',
    kind: 'gauge',
    labels: { ...pod, resource: 'cpu', unit: 'core' },
  },
  kube_pod_labels: {
    from: 'kube-state-metrics',
    kind: 'gauge',
    labels: { namespace: pod.namespace, pod: pod.pod, label_serving_knative_dev_service: 'task-api' },
  },
  kube_deployment_status_replicas: {
    from: 'kube-state-metrics',
    kind: 'gauge',
    labels: { namespace: pod.namespace, deployment: 'task-api-00001-deployment' },
  },
  kube_cronjob_created: {
    from: 'kube-state-metrics',
    kind: 'gauge',
    labels: { namespace: pod.namespace, cronjob: 'backup' },
  },
  kube_cronjob_status_last_successful_time: {
    from: 'kube-state-metrics',
    kind: 'gauge',
    labels: { namespace: pod.namespace, cronjob: 'backup' },
  },
  kubelet_volume_stats_available_bytes: {
    from: 'kubelet',
    kind: 'gauge',
    labels: { namespace: pod.namespace, persistentvolumeclaim: 'data-postgres-0' },
  },
  kubelet_volume_stats_capacity_bytes: {
    from: 'kubelet',
    kind: 'gauge',
    labels: { namespace: pod.namespace, persistentvolumeclaim: 'data-postgres-0' },
  },

  traces_span_metrics_duration_seconds: {
    from: 'spans',
    kind: 'histogram',
    labels: {
      ...byFunction,
      span_name: 'GET /api/tasks',
      span_kind: 'SPAN_KIND_SERVER',
      status_code: 'STATUS_CODE_OK',
    },
  },
  traces_span_metrics_calls_total: {
    from: 'spans',
    kind: 'counter',
    labels: {
      ...byFunction,
      span_name: 'GET /api/tasks',
      span_kind: 'SPAN_KIND_SERVER',
      status_code: 'STATUS_CODE_OK',
    },
  },

  up: { from: 'prometheus', kind: 'gauge', labels: { job: 'otel-gateway' } },
  ALERTS: { from: 'prometheus', kind: 'gauge' },
} satisfies Record<string, Metric>

/** The names of the series of each metric. */
export const seriesNames = (): Set<string> =>
  new Set(
    Object.entries<Metric>(metrics).flatMap(([name, { kind }]) =>
      kind === 'histogram' ? ['bucket', 'sum', 'count'].map(part => `${name}_${part}`) : [name],
    ),
  )
