import { go, route } from '../route.ts'
import { isRoomy, open } from '../state/screen.ts'

/** The field over the list, or on a phone the sheet with it. */
export function focusAdd(): void {
  const { at } = route.peek()
  if (at === 'settings' || at === 'search') go({ at: 'today' })
  if (!isRoomy.peek()) open('add')
  else soon(() => document.getElementById('add'))
}

export const focusTitle = () => soon(() => document.getElementById('detail-title'))

/** What is to be focused may only be there after the next frame, and a panel that is loaded after some more. */
function soon(find: () => HTMLElement | null, tries = 30): void {
  const element = find()
  if (element) element.focus()
  else if (tries) requestAnimationFrame(() => soon(find, tries - 1))
}
