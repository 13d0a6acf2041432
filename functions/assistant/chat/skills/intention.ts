import type * as v from 'valibot'
import type { AuditIntention } from './audit/schema.ts'
import type { RecurringIntention } from './recurring/schema.ts'
import type { ReminderIntention } from './reminder/schema.ts'
import type { TaskIntention } from './task/schema.ts'

export const skillNames = ['task', 'reminder', 'recurring', 'audit'] as const
export type SkillName = (typeof skillNames)[number]

export type Intention =
  | v.InferOutput<typeof TaskIntention>
  | v.InferOutput<typeof ReminderIntention>
  | v.InferOutput<typeof RecurringIntention>
  | v.InferOutput<typeof AuditIntention>

/** One wish in a message. */
export interface Understood {
  skill: SkillName
  intention: Intention
  /** 0 to 1. */
  confidence: number
}

/** English, Urdu, and Urdu in Latin letters. */
export const languages = ['en', 'ur', 'ur-Latn'] as const
export type Language = (typeof languages)[number]
