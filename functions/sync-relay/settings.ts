import * as v from 'valibot'

const whole = (least: number, most: number) =>
  v.pipe(v.string(), v.digits('must be a whole number'), v.transform(Number), v.minValue(least), v.maxValue(most))

export const relaySettings = {
  /** A stream ends itself after so long: before the platform cuts it, which a client could not tell from an end. */
  STREAM_SECONDS: v.optional(whole(1, 86_400), '280'),
  /** What says that a quiet stream still lives, also to whatever is between. */
  HEARTBEAT_SECONDS: v.optional(whole(1, 3_600), '15'),
  /** A reader that takes nothing for so long is cut; it comes back and goes on from where it was. */
  SLOW_READER_SECONDS: v.optional(whole(1, 3_600), '20'),
  /** How many updates of a person are kept, and for how long. Whoever has less loads everything anew. */
  UPDATES_KEPT: v.optional(whole(1, 1_000_000), '2000'),
  UPDATES_KEPT_DAYS: v.optional(whole(1, 365), '14'),
}

export interface Limits {
  streamMs: number
  heartbeatMs: number
  slowMs: number
  /** How soon a stream hears of what no wake-up told it. */
  checkMs: number
  kept: number
  keptDays: number
}

export const limitsOf = (given: v.InferOutput<v.ObjectSchema<typeof relaySettings, undefined>>): Limits => ({
  streamMs: given.STREAM_SECONDS * 1_000,
  heartbeatMs: given.HEARTBEAT_SECONDS * 1_000,
  slowMs: given.SLOW_READER_SECONDS * 1_000,
  checkMs: 5_000,
  kept: given.UPDATES_KEPT,
  keptDays: given.UPDATES_KEPT_DAYS,
})
