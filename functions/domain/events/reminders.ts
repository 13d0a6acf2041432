import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { bounded } from '../../kit/core/schema.ts'
import { exampleTask, Instant, TaskSnapshot, Uuid } from './snapshot.ts'

export const reminderDue = defineEvent({
  type: 'zerodue.reminder.due.v1',
  topic: 'reminders',
  summary: 'A reminder of a task is due now',
  data: v.object({
    task: TaskSnapshot,
    reminder: v.object({
      id: Uuid,
      /** The moment that the reminder asks for. Quiet hours may postpone it, and repetitions come later. */
      at: Instant,
      /** 1 for the first time. A reminder with `every` counts on until the task is done. */
      times: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
    /** When it had to fire, quiet hours included. */
    dueAt: Instant,
    firedAt: Instant,
    /** It fired more than a minute after `dueAt`, because some part was down. */
    late: v.boolean(),
    /** The person's zone and language, if they have set them. */
    zone: v.nullable(bounded(64)),
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

export const reminderNear = defineEvent({
  type: 'zerodue.reminder.near.v1',
  topic: 'reminders',
  summary: 'A reminder fires in a few seconds, so the functions that send it start now',
  data: v.object({
    /** When it fires, unless somebody completes, snoozes or deletes its task before. */
    at: Instant,
  }),
  example: { at: '2026-11-21T04:00:00.000Z' },
})

export const reminderEnded = defineEvent({
  type: 'zerodue.reminder.ended.v1',
  topic: 'reminders',
  summary: 'A reminder that fired for an older version of this task is of no use any more',
  data: v.object({ taskId: Uuid, version: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  example: { taskId: exampleTask.id, version: 4 },
})
