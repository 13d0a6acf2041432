import type { Fault, ProblemCode } from '../../functions/shared/runtime/problem.ts'

/** An expected "no". The codes of the server, and those that a device finds out alone. */
export interface Refused {
  refused: ProblemCode | 'offline' | 'no-account' | 'not-supported' | 'not-permitted'
  detail: string
  errors: readonly Fault[]
}

export const isRefused = (outcome: unknown): outcome is Refused =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome && 'errors' in outcome
