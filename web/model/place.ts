/** Lists that everybody has. */
export const places = ['today', 'upcoming', 'overdue', 'no-date', 'done'] as const
export type Place = (typeof places)[number]

/** A list of tasks, also one of a tag or one that somebody made. */
export type Listed = { at: Place } | { at: 'tag' | 'filter'; name: string }
/** Screens that show no list. */
export type Elsewhere = { at: 'settings' | 'search' | 'sign-in' | 'sign-up' }
