import type { Due } from '../../domain/due.ts'

/** A date, its time if it has one, and its zone as one line of text: `2026-11-21T09:30 Asia/Karachi`. */
export const momentText = ({ date, time, zone }: Due): string => `${date}${time ? `T${time}` : ''} ${zone}`

/** Reads the text by its form only. The check of the whole task refuses a date that the calendar does not have. */
export function readMomentText(text: string, zone: string): Due | undefined {
  const [, date, time, named] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?)?(?: ([A-Za-z]\S*))?$/.exec(text.trim()) ?? []
  return date === undefined ? undefined : { date, ...(time && { time }), zone: named ?? zone }
}

/** Makes a tag of another program valid here, where a tag holds neither # nor commas. */
export const tagOf = (text: string): string => text.replaceAll(/[#,\p{Cc}]+/gu, ' ').trim()
