import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'

/** It comes from a PingSource, and not through a topic. */
export const sweep = defineEvent({
  type: 'zerodue.sweep.v1',
  topic: null,
  summary: 'Repair what a crash may have left behind',
  data: v.optional(v.object({})),
  example: {},
})
