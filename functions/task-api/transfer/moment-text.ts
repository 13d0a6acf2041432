import type { Due } from '../../domain/due.ts'

/** A date, perhaps with a time, and its zone in one line of text: `2026-11-21T09:30 Asia/Karachi`. */
export const momentText = ({ date, time, zone }: Due): string => `${date}${time ? `T${time}` : ''} ${zone}`

/** Whether the date is one that the calendar has is asked of the whole task. */
export function readMomentText(text: string, zone: string): Due | undefined {
  const [, date, time, named] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?)?(?: ([A-Za-z]\S*))?$/.exec(text.trim()) ?? []
  return date === undefined ? undefined : { date, ...(time && { time }), zone: named ?? zone }
}
