import { histogram } from './instruments.ts'

const duration = histogram('zerodue.start.duration', {
  description:
    'How long a process took from its start until its code was loaded, it listened, and it gave its first answer.',
})

const over = new Set<string>()

/** Notes that a phase of the start of this process is over, and answers how long that took. Only the first time counts. */
export function endPhase(phase: 'loaded' | 'listening' | 'answered'): number {
  const ms = performance.now()
  if (!over.has(phase)) duration.record(ms / 1000, { phase })
  over.add(phase)
  return Math.round(ms)
}
