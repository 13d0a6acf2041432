import { addDays, weekdayOf } from '../../../functions/domain/zone.ts'
import type { IconName } from '../icons/shapes.ts'

export interface QuickDate {
  name: 'today' | 'tomorrow' | 'weekend' | 'nextWeek'
  icon: IconName
  date: string
}

/** The usual days. From Friday on "this weekend" is left out. */
export function quickDates(today: string): QuickDate[] {
  const weekday = weekdayOf(today)
  const dates: QuickDate[] = [
    { name: 'today', icon: 'today', date: today },
    { name: 'tomorrow', icon: 'next', date: addDays(today, 1) },
    { name: 'nextWeek', icon: 'upcoming', date: addDays(today, 8 - weekday) },
  ]
  if (weekday < 5) dates.splice(2, 0, { name: 'weekend', icon: 'overdue', date: addDays(today, 6 - weekday) })
  return dates
}
