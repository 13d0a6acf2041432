import type { ProblemCode } from '../../functions/domain/problem-codes.ts'
import type { Fault } from '../../functions/kit/core/refusal.ts'
import type { ReadColumn } from './columns.ts'

/** An expected "no". The codes of the server, and those that a device finds out alone. */
export interface Refused {
  refused: ProblemCode | 'offline' | 'no-account' | 'not-supported' | 'not-permitted'
  detail: string
  errors: readonly Fault[]
  /** After how long the same may be asked again. */
  afterMs?: number
  /** Of a table in which nothing is the title: how its columns were read. */
  columns?: readonly ReadColumn[]
}

export const isRefused = (outcome: unknown): outcome is Refused =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome && 'errors' in outcome
