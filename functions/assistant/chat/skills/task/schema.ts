import * as v from 'valibot'
import { Priority } from '../../../../domain/task.ts'
import { closed, list } from '../../../../kit/core/schema.ts'
import { Quote } from '../quote.ts'

const which = Quote

export const TaskIntention = v.variant('intent', [
  closed({ intent: v.literal('add'), words: Quote }),
  closed({ intent: v.literal('list'), words: v.exactOptional(Quote) }),
  closed({ intent: v.literal('find'), words: Quote }),
  closed({ intent: v.picklist(['complete', 'reopen', 'delete', 'restore']), which }),
  /** Without `when` the due date goes away. */
  closed({ intent: v.literal('move'), which, when: v.exactOptional(Quote) }),
  closed({ intent: v.literal('rename'), which, title: Quote }),
  /** Without `notes` they go away. */
  closed({ intent: v.literal('note'), which, notes: v.exactOptional(Quote) }),
  closed({
    intent: v.literal('tag'),
    which,
    add: v.exactOptional(list(Quote, { min: 1, max: 10 })),
    remove: v.exactOptional(list(Quote, { min: 1, max: 10 })),
  }),
  closed({ intent: v.literal('priority'), which, priority: Priority }),
  closed({ intent: v.literal('summary'), period: v.picklist(['today', 'week']) }),
  closed({ intent: v.literal('plan') }),
  closed({ intent: v.picklist(['tags', 'undo', 'help', 'yes', 'no', 'talk']) }),
])
