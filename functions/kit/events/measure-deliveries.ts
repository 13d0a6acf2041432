import { counter, histogram, latenessBounds } from '../telemetry/instruments.ts'

/** What became of a delivery. */
export interface Delivered {
  status: number
  type?: string
  /** The time of the event. */
  time?: string
  outcome?: string
  durationMs: number
}

const duration = histogram('zerodue.events.duration', {
  description: 'How long the handling of deliveries took, by type and outcome.',
})
const delay = histogram('zerodue.events.delay', {
  bounds: latenessBounds,
  description: 'The time from an event until it was handled, by type.',
})
const refused = counter('zerodue.deliveries.refused', {
  description: 'Deliveries with a wrong credential: their source keeps the events and tries again.',
})

/** Measures the deliveries to a function. */
export function measureDeliveries(functionName: string, now: () => Date) {
  const labels = { function: functionName }
  refused.add(0, labels)
  return {
    countRefused: () => refused.add(1, labels),
    delivered({ status, type = 'none', time, outcome = '', durationMs }: Delivered): void {
      const by = status < 300 ? outcome.replace(' ', '-') : status < 500 ? 'refused' : 'failed'
      // Only types that are handled here: a stranger may invent names, and each would be a series.
      const named = { ...labels, type: ['handled', 'duplicate', 'set-aside'].includes(by) ? type : 'none' }
      duration.record(durationMs / 1000, { ...named, outcome: by })
      if (by === 'handled' && time !== undefined)
        delay.record(Math.max(0, (now().getTime() - Date.parse(time)) / 1000), named)
    },
  }
}
