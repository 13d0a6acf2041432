import * as v from 'valibot'
import { closed } from '../../../../kit/core/schema.ts'
import { Quote } from '../quote.ts'

/** What happened to a task, or to all tasks on a day. */
export const AuditIntention = v.variant('intent', [
  closed({ intent: v.literal('history'), which: v.exactOptional(Quote), when: v.exactOptional(Quote) }),
])
