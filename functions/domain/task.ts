import * as v from 'valibot'
import { closed, text } from '../kit/core/schema.ts'
import { Due } from './due.ts'
import { Instant } from './instant.ts'
import { MAX_NOTES, MAX_OCCURRENCES, MAX_TITLE } from './limits.ts'
import { LocalDate, LocalTime } from './local-date.ts'
import { RepeatRule } from './recurrence/repeat-rule.ts'
import { Reminders } from './reminder.ts'
import { Tags } from './tag.ts'
import { Zone } from './zone.ts'

export const Id = v.pipe(v.string(), v.uuid('must be a UUID'), v.toLowerCase())
export const Status = v.picklist(['open', 'done'])
export const Priority = v.picklist(['P1', 'P2', 'P3', 'P4'])
export type Priority = v.InferOutput<typeof Priority>

/** Text without NUL and with at least one visible character. */
const visible =
  /^[^\u0000]*[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff][^\u0000]*$/
export const Title = text(1, MAX_TITLE, visible, 'must not be blank')
export const Notes = text(0, MAX_NOTES)
export const Occurrence = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_OCCURRENCES))
const From = v.picklist(['due', 'completion'])

/** How many occurrences between the previous task and this one passed and never became a task. */
const missed = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_OCCURRENCES)))

/** `start` is the first due date of the series. It stays the same, so that COUNT and INTERVAL keep their meaning. */
export const Repeat = closed({ rule: RepeatRule, from: From, start: Due, missed })
export type Repeat = v.InferOutput<typeof Repeat>

export const NewRepeat = closed({
  rule: RepeatRule,
  from: v.optional(From, 'due'),
  start: v.exactOptional(Due),
  missed,
})

export const Task = closed({
  id: Id,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  title: Title,
  notes: Notes,
  status: Status,
  priority: Priority,
  tags: Tags,
  due: v.nullable(Due),
  dueAt: v.nullable(Instant),
  repeat: v.nullable(Repeat),
  seriesId: Id,
  occurrence: Occurrence,
  reminders: Reminders,
  createdAt: Instant,
  updatedAt: Instant,
  completedAt: v.nullable(Instant),
  skippedAt: v.exactOptional(Instant),
  deletedAt: v.exactOptional(Instant),
})
export type Task = v.InferOutput<typeof Task>

/** The input for a new task. Offline clients set `id`; `seriesId` and `occurrence` continue a series. */
export const NewTask = closed({
  id: v.exactOptional(Id),
  title: Title,
  notes: v.optional(Notes, ''),
  priority: v.optional(Priority, 'P4'),
  tags: v.optional(Tags, []),
  due: v.optional(v.nullable(Due), null),
  repeat: v.optional(v.nullable(NewRepeat), null),
  /** When absent, a task with a due time gets the person's default reminder. */
  reminders: v.exactOptional(Reminders),
  seriesId: v.exactOptional(Id),
  occurrence: v.optional(Occurrence, 1),
})
export type NewTask = v.InferOutput<typeof NewTask>

/** A JSON Merge Patch (RFC 7396): absent fields stay, `null` empties a field, a list replaces the old list. */
export const TaskPatch = closed({
  title: v.exactOptional(Title),
  notes: v.exactOptional(v.nullable(Notes)),
  priority: v.exactOptional(v.nullable(Priority)),
  tags: v.exactOptional(v.nullable(Tags)),
  due: v.exactOptional(
    v.nullable(
      closed({
        date: v.exactOptional(LocalDate),
        time: v.exactOptional(v.nullable(LocalTime)),
        zone: v.exactOptional(Zone),
      }),
    ),
  ),
  repeat: v.exactOptional(
    v.nullable(closed({ rule: v.exactOptional(RepeatRule), from: v.exactOptional(From), start: v.exactOptional(Due) })),
  ),
  reminders: v.exactOptional(v.nullable(Reminders)),
})
export type TaskPatch = v.InferOutput<typeof TaskPatch>
