import * as v from 'valibot'
import { bounded } from '../../kit/core/schema.ts'
import { MAX_NOTES, MAX_REMINDERS, MAX_TAG_NAME, MAX_TAGS, MAX_TITLE, USUAL_MORNING } from '../limits.ts'
import { RuleText, ruleText } from '../recurrence/rule-text.ts'
import type { Task } from '../task.ts'

// The reader of an event may be older than its writer. So unknown fields pass, and values that the writer has checked are
// not checked again, except for their size: every event must fit into a record. Rules are checked too: a series must not
// end in silence because its rule cannot be read.

export const Instant = v.pipe(v.string(), v.isoTimestamp())
export const Uuid = v.pipe(v.string(), v.uuid())
const LocalDate = bounded(10)
const LocalTime = bounded(8)
const ZoneName = bounded(64)
const Duration = bounded(40)
const Due = v.object({ date: LocalDate, time: v.exactOptional(LocalTime), zone: ZoneName })

const extra = {
  id: v.exactOptional(Uuid),
  every: v.exactOptional(Duration),
  snoozedUntil: v.exactOptional(Instant),
  firedAt: v.exactOptional(Instant),
}
const Reminder = v.union([v.object({ ...extra, before: Duration }), v.object({ ...extra, at: Instant })])

/** The whole task after the change. */
export const TaskSnapshot = v.object({
  id: Uuid,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  title: bounded(MAX_TITLE),
  notes: bounded(MAX_NOTES),
  status: v.picklist(['open', 'done']),
  priority: v.picklist(['P1', 'P2', 'P3', 'P4']),
  tags: v.pipe(v.array(bounded(MAX_TAG_NAME)), v.maxLength(MAX_TAGS)),
  due: v.nullable(Due),
  dueAt: v.nullable(Instant),
  repeat: v.nullable(
    v.object({
      rule: RuleText,
      from: v.picklist(['due', 'completion']),
      start: Due,
      missed: v.exactOptional(v.number()),
    }),
  ),
  seriesId: Uuid,
  occurrence: v.pipe(v.number(), v.integer(), v.minValue(1)),
  reminders: v.pipe(v.array(Reminder), v.maxLength(MAX_REMINDERS)),
  createdAt: Instant,
  updatedAt: Instant,
  completedAt: v.nullable(Instant),
  skippedAt: v.exactOptional(Instant),
  deletedAt: v.exactOptional(Instant),
}) satisfies v.GenericSchema<v.InferInput<typeof Task>, Task>

/** The names of the fields that a change touched. */
export const Changed = v.pipe(v.array(bounded(40)), v.maxLength(40))

/** A person's settings for reminders, mails and screens. */
export const ProfileSnapshot = v.object({
  zone: ZoneName,
  locale: v.picklist(['en', 'ur']),
  defaultReminder: v.nullable(Duration),
  quietHours: v.nullable(v.object({ from: LocalTime, to: LocalTime })),
  morning: LocalTime,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
})

/** The author of a change: a person, a program with a person's token, the assistant, a series, or a sender of commands. */
export const Actor = v.object({
  kind: v.picklist(['user', 'token', 'assistant', 'recurrence', 'producer']),
  id: bounded(512),
})

export const exampleTask: Task = {
  id: '0193a5e0-0000-7000-8000-000000000001',
  version: 2,
  title: 'Water the plants',
  notes: '',
  status: 'open',
  priority: 'P2',
  tags: ['home'],
  due: { date: '2026-11-21', time: '09:30', zone: 'Asia/Karachi' },
  dueAt: '2026-11-21T04:30:00.000Z',
  repeat: {
    rule: ruleText('FREQ=WEEKLY;BYDAY=SA'),
    from: 'due',
    start: { date: '2026-11-21', time: '09:30', zone: 'Asia/Karachi' },
  },
  seriesId: '0193a5e0-0000-7000-8000-000000000001',
  occurrence: 1,
  reminders: [{ id: '0193a5e0-0000-7000-8000-000000000002', before: 'PT30M' }],
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:05:00.000Z',
  completedAt: null,
}

export const exampleProfile = {
  zone: 'Asia/Karachi',
  locale: 'ur',
  defaultReminder: 'PT30M',
  quietHours: { from: '22:00', to: '07:00' },
  morning: USUAL_MORNING,
  version: 2,
} as const

export const exampleActor = { kind: 'user', id: 'ana' } as const
