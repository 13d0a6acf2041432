import * as v from 'valibot'
import { defineEvent } from './event-type.ts'
import { exampleTask, Instant, TaskSnapshot, Uuid } from './snapshot.ts'

export const reminderDue = defineEvent({
  type: 'zerodue.reminder.due.v1',
  topic: 'reminders',
  summary: 'Now is when this person wanted to be reminded',
  data: v.object({ task: TaskSnapshot, reminder: v.object({ id: Uuid, at: Instant }), firedAt: Instant }),
  example: {
    task: exampleTask,
    reminder: { id: '0193a5e0-0000-7000-8000-000000000002', at: '2026-11-21T04:00:00.000Z' },
    firedAt: '2026-11-21T04:00:00.012Z',
  },
  draft: true,
})
