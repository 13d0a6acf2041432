import * as v from 'valibot'
import { Instant } from '../../domain/instant.ts'
import { LocalDate, LocalTime } from '../../domain/local-date.ts'
import { RepeatRule } from '../../domain/recurrence/repeat-rule.ts'
import { Before, Every } from '../../domain/reminder.ts'
import { Id } from '../../domain/task.ts'
import { Zone } from '../../domain/zone.ts'
import { closed, list, text } from '../../kit/core/schema.ts'

// The arguments that several tools share.

export const TaskIds = v.pipe(
  list(Id, { min: 1, max: 50 }),
  v.transform(ids => [...new Set(ids)]),
)

/** Without a zone it is the zone of the person. */
export const DueArgument = closed({ date: LocalDate, time: v.exactOptional(LocalTime), zone: v.exactOptional(Zone) })

export const RepeatArgument = closed({
  rule: v.pipe(RepeatRule, v.description('RRULE')),
  from: v.exactOptional(v.picklist(['due', 'completion'])),
})

export const ReminderArgument = v.union([
  closed({ before: Before, every: v.exactOptional(Every) }),
  closed({ at: Instant, every: v.exactOptional(Every) }),
])

/** A key that the client chose for this call. */
export const idempotencyKey = v.exactOptional(text(1, 200))

/** The arguments of tools that may ask for a confirmation first. */
export const confirmable = { idempotencyKey, confirmToken: v.exactOptional(text(1, 2000)) }

export const pageOf = (usual: number, most: number) => ({
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most)), usual),
  cursor: v.exactOptional(text(1, 2000)),
})
