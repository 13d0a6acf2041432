import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { exampleTask, Instant, TaskSnapshot, Uuid } from './snapshot.ts'

export const reminderDue = defineEvent({
  type: 'zerodue.reminder.due.v1',
  topic: 'reminders',
  summary: 'Now is when this person wanted to be reminded',
  data: v.object({
    task: TaskSnapshot,
    reminder: v.object({
      id: Uuid,
      /** The moment that was meant: quiet hours may have postponed it, and a repetition comes after it. */
      at: Instant,
      /** The first time, or how often it has come because nobody has done the task yet. */
      times: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
    /** When it had to fire: after the quiet hours. */
    dueAt: Instant,
    firedAt: Instant,
    /** Something was down, and it comes more than a minute after it had to. */
    late: v.boolean(),
    /** Where the person is and what they read, when they have said so. */
    zone: v.nullable(v.string()),
    locale: v.nullable(v.picklist(['en', 'ur'])),
  }),
  example: {
    task: exampleTask,
    reminder: { id: '0193a5e0-0000-7000-8000-000000000002', at: '2026-11-21T04:00:00.000Z', times: 1 },
    dueAt: '2026-11-21T04:00:00.000Z',
    firedAt: '2026-11-21T04:00:00.012Z',
    late: false,
    zone: 'Asia/Karachi',
    locale: 'ur',
  },
})
