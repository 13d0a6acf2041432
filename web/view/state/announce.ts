import { signal } from '@preact/signals'

/** What a screen reader says of a change that is seen by others at once. */
export const announcement = signal('')

export function announce(text: string): void {
  // The same words twice would be no change, and not be said.
  announcement.value = announcement.value === text ? `${text}\u00a0` : text
}
