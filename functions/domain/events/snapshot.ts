import * as v from 'valibot'
import { USUAL_MORNING } from '../limits.ts'
import { RuleText, ruleText } from '../recurrence/rule-text.ts'
import type { Task } from '../task.ts'

// The reader of an event may be older than its writer. So unknown fields pass, and values that the writer has checked are
// not checked again. Rules are: a series must not end in silence because its rule cannot be read.

export const Instant = v.pipe(v.string(), v.isoTimestamp())
export const Uuid = v.pipe(v.string(), v.uuid())
const Due = v.object({ date: v.string(), time: v.exactOptional(v.string()), zone: v.string() })

const extra = {
  id: v.exactOptional(Uuid),
  every: v.exactOptional(v.string()),
  snoozedUntil: v.exactOptional(Instant),
  firedAt: v.exactOptional(Instant),
}
const Reminder = v.union([v.object({ ...extra, before: v.string() }), v.object({ ...extra, at: Instant })])

/** The whole task after the change. */
export const TaskSnapshot = v.object({
  id: Uuid,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  title: v.string(),
  notes: v.string(),
  status: v.picklist(['open', 'done']),
  priority: v.picklist(['P1', 'P2', 'P3', 'P4']),
  tags: v.array(v.string()),
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
  reminders: v.array(Reminder),
  createdAt: Instant,
  updatedAt: Instant,
  completedAt: v.nullable(Instant),
  skippedAt: v.exactOptional(Instant),
  deletedAt: v.exactOptional(Instant),
}) satisfies v.GenericSchema<v.InferInput<typeof Task>, Task>

/** A person's settings for reminders, mails and screens. */
export const ProfileSnapshot = v.object({
  zone: v.string(),
  locale: v.picklist(['en', 'ur']),
  defaultReminder: v.nullable(v.string()),
  quietHours: v.nullable(v.object({ from: v.string(), to: v.string() })),
  morning: v.string(),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
})

/** The author of a change: a person, a program with a person's token, the assistant, a series, or a sender of commands. */
export const Actor = v.object({
  kind: v.picklist(['user', 'token', 'assistant', 'recurrence', 'producer']),
  id: v.string(),
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
