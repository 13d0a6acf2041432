import type { Dashboard, Panel } from '../grafana.ts'

const burn = (window: string, bad: number, words: string): Panel => ({
  title: `Burn in ${window}`,
  description: `How many times faster than allowed a promise is broken. At 1 the month ends with nothing left; ${words}`,
  unit: 'short',
  bad,
  width: 8,
  queries: [{ expr: `slo:burn:${window}`, legend: '{{slo}}' }],
})

export const alerts: Dashboard = {
  uid: 'alerts',
  title: 'Alerts',
  description: 'What fires, how fast the promises use what they allow, and whether the watching itself works.',
  from: 'now-24h',
  rows: [
    [
      'Now',
      [
        {
          title: 'Firing, critical',
          description: 'These wake a person.',
          unit: 'short',
          kind: 'number',
          bad: 1,
          width: 4,
          queries: [
            {
              expr: 'count(ALERTS{alertstate="firing", severity="critical"}) or vector(0)',
              legend: 'critical',
            },
          ],
        },
        {
          title: 'Firing, warning',
          description: 'These wait until somebody works.',
          unit: 'short',
          kind: 'number',
          bad: 1,
          width: 4,
          queries: [{ expr: 'count(ALERTS{alertstate="firing", severity="warning"}) or vector(0)', legend: 'warning' }],
        },
        {
          title: 'Firing alerts',
          description: 'Each with its labels. knative/runbook.md says what to do.',
          unit: 'short',
          kind: 'table',
          width: 16,
          queries: [{ expr: 'ALERTS{alertstate="firing"}', legend: '{{alertname}}' }],
        },
        {
          title: 'Alerts over time',
          description: 'How many of each fired.',
          unit: 'short',
          stacked: true,
          width: 24,
          queries: [{ expr: 'count by (alertname) (ALERTS{alertstate="firing"})', legend: '{{alertname}}' }],
        },
      ],
    ],
    [
      'Promises',
      [
        burn('1h', 14.4, 'above 14.4 somebody is woken.'),
        burn('6h', 6, 'above 6 somebody is woken.'),
        burn('3d', 1, 'above 1 somebody should look at it.'),
        {
          title: 'Broken promises in an hour',
          description: 'Requests, next occurrences, reminders and changes that were not as promised.',
          unit: 'short',
          queries: [{ expr: 'slo:bad:last_hour', legend: '{{slo}}' }],
        },
        {
          title: 'Promises in an hour',
          description: 'All requests, next occurrences, reminders and changes that count.',
          unit: 'short',
          queries: [{ expr: 'slo:all:last_hour', legend: '{{slo}}' }],
        },
      ],
    ],
    [
      'The watching itself',
      [
        {
          title: 'Since the watcher saw a part',
          description: 'Above five minutes an alert fires: then its figures stand still.',
          unit: 's',
          bad: 300,
          width: 6,
          queries: [{ expr: 'time() - max by (part) (zerodue_watch_success_seconds)', legend: '{{part}}' }],
        },
        {
          title: 'What Prometheus reads',
          description: '1 while it answers.',
          unit: 'short',
          width: 6,
          queries: [{ expr: 'min by (job) (up)', legend: '{{job}}' }],
        },
        {
          title: 'Certificates',
          description: 'The time until they end. Below 14 days an alert fires.',
          unit: 's',
          width: 6,
          queries: [{ expr: 'min by (host) (zerodue_certificate_expires_seconds) - time()', legend: '{{host}}' }],
        },
        {
          title: 'Backups',
          description: 'The age of the newest backup. Above 26 hours an alert fires.',
          unit: 's',
          bad: 93_600,
          width: 6,
          queries: [
            { expr: 'time() - max by (cronjob) (kube_cronjob_status_last_successful_time)', legend: '{{cronjob}}' },
          ],
        },
      ],
    ],
  ],
}
