import * as v from 'valibot'
import { closed } from '../../../../kit/core/schema.ts'
import { Quote } from '../quote.ts'

export const RecurringIntention = v.variant('intent', [
  closed({ intent: v.literal('repeat'), which: Quote, rule: Quote }),
  closed({ intent: v.picklist(['unrepeat', 'skip']), which: Quote }),
  /** `which` is a task or a rule, such as "every last Friday"; `count` says how many dates. */
  closed({ intent: v.literal('preview'), which: Quote, count: v.exactOptional(Quote) }),
  closed({ intent: v.literal('recurring') }),
])
