import { signal } from '@preact/signals'

/** Text for screen readers about a change that is otherwise only visible. */
export const announcement = signal('')

export function announce(text: string): void {
  // An unchanged text would not be read again.
  announcement.value = announcement.value === text ? `${text}\u00a0` : text
}
