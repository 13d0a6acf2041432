/** The built-in lists. */
export const places = ['today', 'upcoming', 'overdue', 'no-date', 'done'] as const
export type Place = (typeof places)[number]

/** A built-in list, the list of a tag, or a saved filter. */
export type ListPlace = { at: Place } | { at: 'tag' | 'filter'; name: string }
/** Screens that show no list. */
export type ScreenPlace = { at: 'settings' | 'connect' | 'search' | 'sign-in' | 'sign-up' }
