import { addDays, weekdayOf } from '../../../functions/domain/zone.ts'

export const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`

/** The same day of another month, or that month's last day. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0))
  return last.toISOString().slice(0, 8) + String(Math.min(day, last.getUTCDate())).padStart(2, '0')
}

/** The whole weeks that cover a month: six at most. */
export function weeksOf(month: string, firstDay: number): string[][] {
  const start = addDays(month, -((weekdayOf(month) - firstDay + 7) % 7))
  const end = addMonths(month, 1)
  const weeks: string[][] = []
  for (let day = start; day < end; day = addDays(day, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(day, index)))
  return weeks
}
