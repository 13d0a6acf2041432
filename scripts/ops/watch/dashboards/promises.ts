import type { Dashboard, Panel } from '../grafana.ts'
import { quantile, quantiles, rate, shareWithin } from '../promql.ts'

const lateness = 'zerodue_reminders_lateness_seconds'
const delay = 'zerodue_events_delay_seconds'
const nextOccurrence = 'service_name="task-api", type="zerodue.task.create.v1"'
const sync = 'service_name="sync-relay"'

const figure = (title: string, description: string, expr: string, unit = 'short', bad?: number): Panel => ({
  title,
  description,
  unit,
  kind: 'number',
  queries: [{ expr, legend: title }],
  ...(bad !== undefined && { bad }),
})

export const promises: Dashboard = {
  uid: 'promises',
  title: 'Promises',
  description: 'Is every reminder on time, fired once and never lost? Is every screen fresh?',
  from: 'now-24h',
  rows: [
    [
      'Reminders',
      [
        figure('Fired in 24 hours', 'Reminders that fired.', 'max(zerodue_reminders_fired)'),
        figure(
          'Doubled in 24 hours',
          'Reminders that fired twice for one moment. Any value but 0 is a bug.',
          'max(zerodue_reminders_doubled)',
          'short',
          1,
        ),
        figure(
          'Overdue',
          'How long a reminder has been due without firing. Above a minute an alert fires.',
          'max(zerodue_reminders_overdue_seconds)',
          's',
          60,
        ),
        figure('Armed', 'Reminders whose moment is still to come.', 'max(zerodue_reminders_armed)'),
        {
          title: 'Lateness',
          description: 'From the moment of a reminder until it fired, over an hour.',
          unit: 's',
          bad: 5,
          queries: quantiles(lateness, '', '1h'),
        },
        {
          title: 'At most 5 s late',
          description: 'The share of an hour. 99 % are promised.',
          unit: 'percentunit',
          queries: [{ expr: shareWithin(5, lateness), legend: 'on time' }],
        },
      ],
    ],
    [
      'Lost?',
      [
        figure(
          'Set aside',
          'Events that a function could not publish or handle. None is lost, but each waits for an operator.',
          'sum(zerodue_set_aside_waiting)',
          'short',
          1,
        ),
        figure('Dead letters', 'Events that no retry helps.', 'max(zerodue_dead_letters_waiting)', 'short', 1),
        figure('In an outbox', 'Events that are committed and not published.', 'sum(zerodue_outbox_events)'),
        figure('Oldest in an outbox', 'Above a minute an alert fires.', 'max(zerodue_outbox_age_seconds)', 's', 60),
      ],
    ],
    [
      'Freshness',
      [
        {
          title: 'Next occurrence',
          description: 'From the completion of a task until its next occurrence is there, over an hour.',
          unit: 's',
          bad: 5,
          queries: quantiles(delay, nextOccurrence, '1h'),
        },
        {
          title: 'Sync',
          description: 'From a change until it is stored for the streams of its person, over an hour.',
          unit: 's',
          bad: 2,
          queries: quantiles(delay, sync, '1h'),
        },
        {
          title: 'Next occurrence within 5 s',
          description: 'The share of an hour. 99 % are promised.',
          unit: 'percentunit',
          queries: [{ expr: shareWithin(5, delay, nextOccurrence), legend: 'in time' }],
        },
        {
          title: 'Sync within 2 s',
          description: 'The share of an hour. 99 % are promised.',
          unit: 'percentunit',
          queries: [{ expr: shareWithin(2, delay, sync), legend: 'in time' }],
        },
      ],
    ],
    [
      'Notifications',
      [
        {
          title: 'Lateness by channel, p95',
          description: 'From the moment of a reminder until it left by this channel, over an hour.',
          unit: 's',
          width: 8,
          queries: [
            {
              expr: quantile(0.95, 'zerodue_notifications_lateness_seconds', '', '1h', 'channel'),
              legend: '{{channel}}',
            },
          ],
        },
        {
          title: 'Attempts',
          description: 'A second, by channel and outcome. `retry` comes again.',
          unit: 'ops',
          width: 8,
          queries: [
            {
              expr: rate('channel, outcome', 'zerodue_notifications_attempts_total'),
              legend: '{{channel}} {{outcome}}',
            },
          ],
        },
        {
          title: 'Waiting',
          description: 'Notifications that are not sent yet, by channel.',
          unit: 'short',
          width: 8,
          queries: [{ expr: 'max by (channel) (zerodue_notifications_waiting)', legend: '{{channel}}' }],
        },
      ],
    ],
  ],
}
