import type { Dashboard } from '../grafana.ts'
import { quantile, quantiles, rate } from '../promql.ts'

const requests = 'http_server_request_duration_seconds'
const chosen = 'service_name=~"$function", http_route=~"$route"'
const failed = `${chosen}, http_response_status_code=~"5.."`
const spans = 'service_name=~"$function"'

export const api: Dashboard = {
  uid: 'api',
  title: 'API',
  description: 'Requests of people and programs: how many, how many fail, how long they take.',
  from: 'now-3h',
  variables: [
    { name: 'function', label: 'Function', query: `label_values(${requests}_count, service_name)` },
    { name: 'route', label: 'Route', query: `label_values(${requests}_count{service_name=~"$function"}, http_route)` },
  ],
  rows: [
    [
      'Functions',
      [
        {
          title: 'Requests',
          description: 'Requests a second, by function. The route / takes deliveries of events.',
          unit: 'reqps',
          stacked: true,
          width: 8,
          queries: [{ expr: rate('service_name', `${requests}_count{${chosen}}`), legend: '{{service_name}}' }],
        },
        {
          title: 'Errors',
          description: 'The share that was answered 5xx. Above 5 % an alert fires.',
          unit: 'percentunit',
          bad: 0.05,
          width: 8,
          queries: [
            {
              expr: `${rate('service_name', `${requests}_count{${failed}}`)} / ${rate('service_name', `${requests}_count{${chosen}}`)}`,
              legend: '{{service_name}}',
            },
          ],
        },
        {
          title: 'Duration',
          description: 'How long answers take, without the start of a pod. A dot is a request with its trace.',
          unit: 's',
          width: 8,
          queries: quantiles(requests, chosen),
        },
      ],
    ],
    [
      'Routes',
      [
        {
          title: 'Requests by route',
          description: 'Requests a second, by method and route.',
          unit: 'reqps',
          width: 8,
          queries: [
            {
              expr: rate('http_request_method, http_route', `${requests}_count{${chosen}}`),
              legend: '{{http_request_method}} {{http_route}}',
            },
          ],
        },
        {
          title: 'Refused and failed requests by route',
          description: 'Requests a second that were answered 4xx or 5xx, by route and status.',
          unit: 'reqps',
          width: 8,
          queries: [
            {
              expr: rate(
                'http_route, http_response_status_code',
                `${requests}_count{${chosen}, http_response_status_code=~"[45].."}`,
              ),
              legend: '{{http_response_status_code}} {{http_route}}',
            },
          ],
        },
        {
          title: 'Duration by route, p95',
          description: 'One request of twenty takes longer. Streams and the chat last as long as they are open.',
          unit: 's',
          width: 8,
          queries: [{ expr: quantile(0.95, requests, chosen, undefined, 'http_route'), legend: '{{http_route}}' }],
        },
      ],
    ],
    [
      'Inside a request',
      [
        {
          title: 'Steps',
          description: 'Steps of requests and events a second, from traces.',
          unit: 'ops',
          width: 8,
          queries: [
            {
              expr: rate('service_name, span_name', `traces_span_metrics_calls_total{${spans}}`),
              legend: '{{service_name}} {{span_name}}',
            },
          ],
        },
        {
          title: 'Failed steps',
          description: 'Steps a second that ended with an error.',
          unit: 'ops',
          width: 8,
          queries: [
            {
              expr: rate(
                'service_name, span_name',
                `traces_span_metrics_calls_total{${spans}, status_code="STATUS_CODE_ERROR"}`,
              ),
              legend: '{{service_name}} {{span_name}}',
            },
          ],
        },
        {
          title: 'Duration of steps, p95',
          description: 'One step of twenty takes longer. A dot leads to its trace.',
          unit: 's',
          width: 8,
          queries: [
            {
              expr: quantile(0.95, 'traces_span_metrics_duration_seconds', spans, undefined, 'span_name'),
              legend: '{{span_name}}',
            },
          ],
        },
      ],
    ],
    [
      'People',
      [
        {
          title: 'Sign-ins',
          description: 'In an hour, by method. Many that are refused are an attack on passwords.',
          unit: 'short',
          width: 6,
          queries: [
            {
              expr: 'sum by (method, outcome) (increase(zerodue_sign_ins_total[1h]))',
              legend: '{{method}} {{outcome}}',
            },
          ],
        },
        {
          title: 'Streams',
          description: 'Streams that were opened, and those that ended by reason, in a second.',
          unit: 'ops',
          width: 6,
          queries: [
            { expr: 'sum(rate(zerodue_streams_opened_total[$__rate_interval]))', legend: 'opened' },
            { expr: rate('reason', 'zerodue_streams_ended_total'), legend: 'ended: {{reason}}' },
          ],
        },
        {
          title: 'Tools of the assistant',
          description: 'Calls in an hour, from the chat and from programs.',
          unit: 'short',
          width: 6,
          queries: [
            {
              expr: 'sum by (tool, outcome) (increase(zerodue_assistant_calls_total[1h]))',
              legend: '{{tool}} {{outcome}}',
            },
          ],
        },
        {
          title: 'Tokens of the language model',
          description: 'Tokens in an hour, which is what the model costs.',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'sum(increase(zerodue_assistant_tokens_total[1h]))', legend: 'tokens' }],
        },
      ],
    ],
  ],
}
