import { counter, histogram, latenessBounds } from '../kit/telemetry/instruments.ts'
import type { Kind } from './channel.ts'
import type { Content } from './delivery.ts'

const attempts = counter('zerodue.notifications.attempts', {
  description: 'Attempts to send a notification, by channel and outcome.',
})
const lateness = histogram('zerodue.notifications.lateness', {
  bounds: latenessBounds,
  description: 'How long after its moment a reminder was delivered, by channel.',
})

/** Measures an attempt, and how late the reminder is if this delivered it. */
export function measureAttempt(channel: Kind | 'app', outcome: string, content: Content, at: Date): void {
  attempts.add(1, { channel, outcome })
  if (outcome !== 'delivered' || content.what !== 'reminder') return
  lateness.record(Math.max(0, at.getTime() - Date.parse(content.reminder.dueAt)) / 1000, { channel })
}
