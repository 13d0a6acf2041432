import { gauge } from '../../../functions/kit/telemetry/instruments.ts'
import type { Figure } from './figure.ts'

/** Every gauge of the watcher. A unit in braces leaves no trace in the name that Prometheus shows. */
const gauges: Record<string, ReturnType<typeof gauge>> = Object.fromEntries(
  (
    [
      ['zerodue.outbox.age', 's', 'The age of the oldest event that is not published.'],
      ['zerodue.outbox.events', '{event}', 'Events that are not published.'],
      [
        'zerodue.set_aside.waiting',
        '{event}',
        'Events that could not be published or handled and wait for an operator.',
      ],
      ['zerodue.reminders.overdue', 's', 'For how long the oldest due reminder has not fired.'],
      ['zerodue.reminders.armed', '{reminder}', 'Reminders that will fire.'],
      ['zerodue.reminders.fired', '{reminder}', 'Reminders that fired in the last day.'],
      ['zerodue.reminders.doubled', '{reminder}', 'Reminders that fired twice for the same moment in the last day.'],
      ['zerodue.notifications.waiting', '{message}', 'Messages that wait to be sent.'],
      ['zerodue.dead_letters.waiting', '{letter}', 'Dead letters that wait for an operator.'],
      ['zerodue.people', '{person}', 'Accounts, all and those of the last day.'],
      ['zerodue.database.connections', '{connection}', 'Connections to the database.'],
      ['zerodue.database.size', 'By', 'The size of the database.'],
      ['kafka.consumergroup.lag', '{record}', 'Records that a consumer group has still to read.'],
      ['zerodue.certificate.expires', 's', 'When a certificate ends, in Unix time.'],
      ['zerodue.watch.success', 's', 'When a part of the watcher last read everything, in Unix time.'],
    ] as const
  ).map(([name, unit, description]) => [name, gauge(name, { unit, description })]),
)

/** Hands a figure to telemetry. One that a newer database knows and this watcher does not is left out. */
export const recordFigure = ({ name, labels, value }: Figure): void => gauges[name]?.record(value, labels)
