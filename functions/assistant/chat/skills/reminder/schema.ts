import * as v from 'valibot'
import { closed } from '../../../../kit/core/schema.ts'
import { Quote } from '../quote.ts'

export const ReminderIntention = v.variant('intent', [
  /** `when` is a moment, such as "at 5", or a time before the task, such as "half an hour before". */
  closed({ intent: v.literal('remind'), which: Quote, when: v.exactOptional(Quote) }),
  closed({ intent: v.literal('unremind'), which: Quote }),
  /** Without `which` it is the reminder that fired last. */
  closed({ intent: v.literal('snooze'), which: v.exactOptional(Quote), when: v.exactOptional(Quote) }),
  closed({ intent: v.literal('reminders') }),
])
