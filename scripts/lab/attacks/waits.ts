import { quantile } from '../bench/parts/figure.ts'

/** How long a person waited for everything, in milliseconds. */
export interface Waits {
  posts: number[]
  health: number[]
  /** From completing a repeating task until its next occurrence is listed. */
  occurrences: number[]
  /** From completing a repeating task until the reminder of its next occurrence is planned. */
  reminders: number[]
  /** Clicks that were not answered with success. */
  refused: number
}

export const worst = (values: readonly number[]): number => Math.max(0, ...values)
export const p95 = (values: readonly number[]): number => quantile(values, 0.95)
export const p50 = (values: readonly number[]): number => quantile(values, 0.5)

/** Milliseconds as text: «12 ms», «3.4 s». */
export function duration(ms: number): string {
  if (ms >= 60_000) return '> 60 s'
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(1)} s`
}
