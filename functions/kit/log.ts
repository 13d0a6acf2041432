import { type Logger, pino } from 'pino'

export type Log = Logger

/** One JSON line for each invocation on standard output. A line never holds a payload: ids, outcomes and durations only. */
export const createLog = (name: string, level: string): Log =>
  pino({ level, base: { function: name }, timestamp: pino.stdTimeFunctions.isoTime })
