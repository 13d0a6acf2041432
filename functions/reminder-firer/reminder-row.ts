import { USUAL_MORNING } from '../domain/limits.ts'
import type { Habits, Plan } from './plan-reminder.ts'

export interface ReminderRow {
  user_id: string
  task_id: string
  id: string
  state: Plan['state']
  moment: Date
  key: string
  target: Date
  at: Date
  times: number
  fired_key: string | null
  fired_for: Date | null
  fired_at: Date | null
  late: boolean
  /** The trace of the change that has set it. */
  trace: string | null
}

export const toPlan = (row: Omit<ReminderRow, 'user_id' | 'task_id' | 'id' | 'fired_at' | 'late' | 'trace'>): Plan => ({
  state: row.state,
  moment: row.moment,
  key: row.key,
  target: row.target,
  at: row.at,
  times: row.times,
  firedKey: row.fired_key,
  firedFor: row.fired_for,
})

export const planColumns = ({ state, moment, key, target, at, times, firedKey, firedFor }: Plan) => ({
  state,
  moment: moment.toISOString(),
  key,
  target: target.toISOString(),
  at: at.toISOString(),
  times,
  fired_key: firedKey,
  fired_for: firedFor?.toISOString() ?? null,
})

export interface ProfileRow {
  zone: string | null
  morning: string | null
  quiet_hours: Habits['quietHours']
}

export const toHabits = (row: ProfileRow | undefined): Habits => ({
  zone: row?.zone ?? undefined,
  morning: row?.morning ?? USUAL_MORNING,
  quietHours: row?.quiet_hours ?? null,
})
