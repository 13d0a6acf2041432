import './popover.css'
import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface Props {
  /** What it belongs to: it stands beside it, and closing gives the focus back to it. */
  by: RefObject<HTMLElement | null>
  label: string
  onClose: () => void
  children: ComponentChildren
  wide?: boolean
}

/** The platform's popover: a click outside or Escape closes it. On a phone it comes from below. */
export function Popover({ by, label, onClose, children, wide = false }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const popover = ref.current
    if (!popover) return
    if (by.current) popover.showPopover({ source: by.current })
    else popover.showPopover()
    popover.querySelector<HTMLElement>('[autofocus], button, input, select')?.focus()
    return () => {
      const held = popover.contains(document.activeElement)
      if (popover.matches(':popover-open')) popover.hidePopover()
      if (held) by.current?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div
      ref={ref}
      popover="auto"
      role="dialog"
      aria-label={label}
      class={wide ? 'popover wide' : 'popover'}
      onToggle={event => event.newState === 'closed' && onClose()}
    >
      {children}
    </div>
  )
}
