import './chat-place.css'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Boundary } from '../parts/boundary.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { lazy } from '../parts/lazy.tsx'
import { isChatOpen, isWide } from '../state/screen.ts'
import { words } from '../words/current.ts'

const ChatPanel = lazy(async () => (await import('./chat-panel.tsx')).ChatPanel)

/** The assistant: beside the list from 1024 px on, above it on smaller screens. */
export function ChatPlace() {
  if (!isChatOpen.value) return null
  const panel = (
    <Boundary>
      <ChatPanel onClose={close} />
    </Boundary>
  )
  if (isWide.value) return <Aside>{panel}</Aside>
  return (
    <Dialog label={words.value.assistant} kind="sheet" onClose={close}>
      {panel}
    </Dialog>
  )
}

const close = () => {
  isChatOpen.value = false
}

/** Escape closes it. The focus goes back to where it was, if it is still in here. */
function Aside({ children }: { children: ComponentChildren }) {
  const aside = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const [panel, before] = [aside.current, document.activeElement]
    return () => {
      const isInside = document.activeElement === document.body || panel?.contains(document.activeElement)
      if (isInside && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside
      ref={aside}
      class="chat-place"
      aria-label={words.value.assistant}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
        event.preventDefault()
        close()
      }}
    >
      {children}
    </aside>
  )
}
