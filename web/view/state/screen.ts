import { signal } from '@preact/signals'

/** The overlay above the list. Opening one closes the other. */
export type Overlay = 'palette' | 'keys' | 'add' | 'schedule' | 'tag' | 'priority' | 'menu'
export const overlay = signal<Overlay | null>(null)

export const open = (which: Overlay) => {
  overlay.value = which
}
export const close = () => {
  overlay.value = null
}

/** The assistant's panel stays open beside the list. */
export const isChatOpen = signal(false)
export const toggleChat = () => {
  isChatOpen.value = !isChatOpen.value
}

const query = (text: string) => {
  const list = typeof matchMedia === 'undefined' ? undefined : matchMedia(text)
  const matches = signal(list?.matches ?? false)
  list?.addEventListener('change', event => {
    matches.value = event.matches
  })
  return matches
}

/** Wide enough for the detail panel beside the list. */
export const isWide = query('(min-width: 1024px)')
/** Wide enough for the sidebar. */
export const isRoomy = query('(min-width: 768px)')
export const likesContrast = query('(prefers-contrast: more)')

/** The ids of the tasks being dragged. */
export const draggedIds = signal<readonly string[]>([])
