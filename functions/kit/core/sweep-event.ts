import * as v from 'valibot'
import { defineEvent } from './event-type.ts'

/** A PingSource sends it to each function that sweeps. It is in no topic. */
export const sweepEvent = defineEvent({
  type: 'zerodue.sweep.v1',
  topic: null,
  summary: 'Repair what a crash may have left behind',
  data: v.optional(v.object({})),
  example: {},
})
