import { type Logger, pino } from 'pino'
import { currentTrace } from './telemetry/span.ts'
import { isAmong } from './telemetry/trace-context.ts'

export type Log = Logger

/** The function that writes to this log. Pino parses its own text for this: ask once, not for each request. */
export const functionOf = (log: Log): string => String(log.bindings().function)

interface LogOptions {
  /** Which share of the lines about success is written: those of the same traces in every function. */
  share?: number
  /** Takes the lines in place of standard output. */
  write?: ((line: string) => void) | undefined
}

/**
 * One JSON line for each request, event and job. A line never holds a payload: ids, outcomes and durations only. It names
 * its function, the revision in a cluster, and the trace.
 */
export function createLog(name: string, level: string, { share = 1, write }: LogOptions = {}): Log {
  const { K_REVISION: revision } = process.env
  const options = {
    level,
    base: { function: name, ...(revision && { revision }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ severity: label.toUpperCase() }) },
    mixin() {
      const trace = currentTrace()
      return trace ? { trace: trace.traceId } : {}
    },
    ...(share < 1 && { hooks: { logMethod: sampled(share) } }),
  }
  return write ? pino(options, { write }) : pino(options)
}

/** Leaves out lines of level info whose trace is not in the share. Lines without a trace are rare and stay. */
const sampled = (share: number) =>
  function (this: Log, args: Parameters<pino.LogFn>, method: pino.LogFn, level: number): void {
    const trace = currentTrace()
    if (level > info || !trace || isAmong(share, trace.traceId)) method.apply(this, args)
  }

const info = pino.levels.values.info ?? 30
