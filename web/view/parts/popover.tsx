import './popover.css'
import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface Props {
  /** The button that it belongs to: it opens beside the button, and returns the focus to it. */
  by: RefObject<HTMLElement | null>
  label: string
  onClose: () => void
  children: ComponentChildren
  wide?: boolean
}

/** The platform's popover: Escape or a click outside closes it. On a phone it comes from below. */
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
