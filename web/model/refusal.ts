import type { ProblemCode } from '../../functions/domain/problem-codes.ts'
import type { Fault } from '../../functions/kit/core/refusal.ts'
import type { ReadColumn } from './columns.ts'

/** An expected refusal. The codes are the server's and those that a device detects itself. */
export interface Refusal {
  refused: ProblemCode | 'offline' | 'no-account' | 'not-supported' | 'not-permitted'
  detail: string
  errors: readonly Fault[]
  /** How long to wait before a retry. */
  afterMs?: number
  /** The trace of the request, by which an operator finds it. */
  traceId?: string
  /** How the columns of a table without a title column were read. */
  columns?: readonly ReadColumn[]
}

export const isRefused = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome && 'errors' in outcome
