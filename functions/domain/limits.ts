// Numbers that several rules share.

export const MAX_TITLE = 500
export const MAX_NOTES = 20_000
export const MAX_TAGS = 20
export const MAX_TAG_NAME = 50
export const MAX_REMINDERS = 20
export const MAX_RULE_LENGTH = 500
/** A series has no more tasks than this, so the missed ones are at most as many. */
export const MAX_OCCURRENCES = 1000
/** The calendar of dates and occurrences ends with this year. */
export const LAST_YEAR = 2199

export const DAY_MS = 86_400_000
export const DAY_MINUTES = 24 * 60
/** A leap year: how far before its due date a reminder can be, and how long a snooze. */
export const YEAR_MINUTES = 366 * DAY_MINUTES

/** When a day begins for the reminders of a date, until the person chooses another time. */
export const USUAL_MORNING = '09:00'
