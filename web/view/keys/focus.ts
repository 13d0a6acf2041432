import { go, route } from '../route.ts'
import { isChatOpen, isRoomy, open } from '../state/screen.ts'

/** Focuses the field above the list; on a phone it opens the sheet with the field. */
export function focusAdd(): void {
  const { at } = route.peek()
  if (at === 'settings' || at === 'connect' || at === 'search') go({ at: 'today' })
  if (!isRoomy.peek()) open('add')
  else focusWhenPresent(() => document.getElementById('add'))
}

export const focusTitle = () => focusWhenPresent(() => document.getElementById('detail-title'))

export function focusChat(): void {
  isChatOpen.value = true
  focusWhenPresent(() => document.getElementById('chat-field'))
}

/** The element may appear only after the next frame, in a lazily loaded panel after some more. */
function focusWhenPresent(find: () => HTMLElement | null, tries = 30): void {
  const element = find()
  if (element) element.focus()
  else if (tries) requestAnimationFrame(() => focusWhenPresent(find, tries - 1))
}
