import type * as v from 'valibot'
import type { reminderDue } from '../domain/events/reminders.ts'

export type ReminderDue = v.InferOutput<typeof reminderDue.data>

/** What a delivery says. `tag` is the same for all that tell of one thing. */
export type Content =
  | { what: 'reminder'; tag: string; reminder: ReminderDue }
  | { what: 'confirm'; tag: string; token: string }
  | { what: 'test'; tag: string }
