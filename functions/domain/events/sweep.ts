import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'

/** Comes from a clock and through no topic. */
export const sweep = defineEvent({
  type: 'zerodue.sweep.v1',
  topic: null,
  summary: 'Look for what a crash may have left, and repair it',
  data: v.optional(v.object({})),
  example: {},
})
