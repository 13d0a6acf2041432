import { randomBytes } from 'node:crypto'

/** The place of a piece of work in a trace (W3C Trace Context). */
export interface Trace {
  traceId: string
  spanId: string
  /** Whether its spans are recorded. */
  sampled: boolean
}

const form = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/

/** The trace of a `traceparent`; nothing for any other value. */
export function readTrace(given: unknown): Trace | undefined {
  const [, traceId, spanId, flags = ''] = (typeof given === 'string' && form.exec(given)) || []
  return traceId && spanId ? { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 } : undefined
}

export const traceparentOf = ({ traceId, spanId, sampled }: Trace): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`

export const newSpanId = (): string => randomHex(8)

/** The first work of a trace. All its parts are recorded, or none, as the share to record decides. */
export function newTrace(share: number): Trace {
  const traceId = randomHex(16)
  return { traceId, spanId: newSpanId(), sampled: isAmong(share, traceId) }
}

/** Whether this trace belongs to the share of all traces. Every function decides alike. */
export const isAmong = (share: number, traceId: string): boolean =>
  share >= 1 || Number.parseInt(traceId.slice(-8), 16) < share * 2 ** 32

let pool = Buffer.alloc(0)
let used = 0

/** From a pool: asking the system for a few bytes costs more than everything else about a span. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    pool = randomBytes(4_096)
    used = 0
  }
  used += bytes
  return pool.toString('hex', used - bytes, used)
}
