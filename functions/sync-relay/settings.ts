import * as v from 'valibot'
import { quotaSetting } from '../kit/settings/settings.ts'

const whole = (least: number, most: number) =>
  v.pipe(v.string(), v.digits('must be a whole number'), v.transform(Number), v.minValue(least), v.maxValue(most))

export const relaySettings = {
  /** The longest stream. It ends before the platform cuts it, because a client takes a cut for a failure. */
  STREAM_SECONDS: v.optional(whole(1, 86_400), '280'),
  /** How often a quiet stream sends a comment, so that clients and proxies see that it lives. */
  HEARTBEAT_SECONDS: v.optional(whole(1, 3_600), '15'),
  /** Disconnect a reader that has not drained for this long. It reconnects and continues after its last number. */
  SLOW_READER_SECONDS: v.optional(whole(1, 3_600), '20'),
  /** How many updates of a person are stored, and for how long. A client that is further behind loads everything again. */
  UPDATES_KEPT: v.optional(whole(1, 1_000_000), '2000'),
  UPDATES_KEPT_DAYS: v.optional(whole(1, 365), '14'),
  MAX_STREAMS: quotaSetting(50),
}

export interface Limits {
  /** How many streams a person may have open in one process: more than tabs and devices. */
  maxStreams: number
  streamMs: number
  heartbeatMs: number
  slowMs: number
  /** How soon a stream sends an update whose wake-up was lost. */
  checkMs: number
  maxUpdates: number
  maxDays: number
}

export const limitsOf = (given: v.InferOutput<v.ObjectSchema<typeof relaySettings, undefined>>): Limits => ({
  maxStreams: given.MAX_STREAMS,
  streamMs: given.STREAM_SECONDS * 1_000,
  heartbeatMs: given.HEARTBEAT_SECONDS * 1_000,
  slowMs: given.SLOW_READER_SECONDS * 1_000,
  checkMs: 5_000,
  maxUpdates: given.UPDATES_KEPT,
  maxDays: given.UPDATES_KEPT_DAYS,
})
