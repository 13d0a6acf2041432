import type { ClockTime, DayPart } from './meaning.ts'

/** What a part of the day means when no hour is said with it. */
const usual: Record<DayPart, string> = {
  morning: '09:00',
  afternoon: '15:00',
  lateAfternoon: '16:00',
  evening: '18:00',
  night: '21:00',
}

const shown = (hour: number, minute: number) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** The hours after noon that a part of the day has; night goes on after midnight, on the next date. */
function inPart(hour: number, part: DayPart): { hour: number; nextDay?: boolean } {
  if (hour > 12 || hour === 0) return { hour }
  if (part === 'morning') return { hour }
  if (part === 'night') return hour === 12 || hour < 5 ? { hour: hour % 12, nextDay: true } : { hour: hour + 12 }
  if (hour === 12) return part === 'evening' ? { hour: 0, nextDay: true } : { hour }
  return { hour: part === 'afternoon' && hour === 11 ? 11 : hour + 12 }
}

/** Without am or pm one to six are in the afternoon, seven to twelve in the day: nobody plans for five at night. */
const awake = (hour: number) => (hour >= 1 && hour <= 6 ? hour + 12 : hour)

export interface Resolved {
  time: string
  nextDay: boolean
}

export function resolve({ hour, minute = 0, open, part, nextDay = false }: ClockTime): Resolved {
  if (hour === undefined) return { time: usual[part ?? 'morning'], nextDay: false }
  if (!open) return { time: shown(hour, minute), nextDay }
  if (part) {
    const found = inPart(hour, part)
    return { time: shown(found.hour, minute), nextDay: found.nextDay ?? false }
  }
  return { time: shown(awake(hour), minute), nextDay }
}

/** The same hour in the evening, when nobody said which of the two is meant. */
export function inEvening({ hour, minute = 0, open, part }: ClockTime): Resolved | undefined {
  if (hour === undefined || !open || part || awake(hour) >= 12) return undefined
  return { time: shown(hour + 12, minute), nextDay: false }
}

/** 5, 5:30, 5.30 pm, 17:00; `undefined` for what no clock shows. A leading zero means a clock of 24 hours. */
export function readClock(hourText: string, minuteText?: string, half?: string): ClockTime | undefined {
  const hour = Number(hourText)
  const minute = minuteText === undefined ? 0 : Number(minuteText)
  if (!Number.isInteger(hour) || hour > 23 || minute > 59) return undefined
  if (half) {
    if (hour < 1 || hour > 12) return undefined
    return { hour: (hour % 12) + (half.startsWith('p') ? 12 : 0), minute }
  }
  return hour === 0 || hour > 12 || hourText.startsWith('0') ? { hour, minute } : { hour, minute, open: true }
}

/** Half past, a quarter to: minutes after the hour, or before it when negative. */
export function shifted(hour: number, minutes: number, open = true): ClockTime | undefined {
  if (hour < 1 || hour > 12) return undefined
  if (minutes >= 0) return { hour, minute: minutes, open }
  return { hour: hour === 1 ? 12 : hour - 1, minute: 60 + minutes, open }
}
