import './dialog.css'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from '../icons/icon.tsx'
import { words } from '../words/current.ts'

interface Props {
  label: string
  onClose: () => void
  children: ComponentChildren
  /** `sheet` comes from below on a phone, `palette` hangs near the top. */
  kind?: 'plain' | 'sheet' | 'palette'
  /** Shows the label as a heading with a close button. */
  headed?: boolean
}

/**
 * The platform's modal dialog: it traps the focus and returns it when it closes. The focus moves in the same tick as
 * the DOM, because the next key may be pressed before the next frame.
 */
export function Dialog({ label, onClose, children, kind = 'plain', headed = false }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    if (dialog && !dialog.open) dialog.showModal()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <dialog
      ref={ref}
      class={`dialog ${kind}`}
      aria-label={label}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={event => event.target === event.currentTarget && onClose()}
    >
      <div class="dialog-body">
        {headed && (
          <header class="dialog-head">
            <h2>{label}</h2>
            <button type="button" class="icon-button" aria-label={words.value.editor.close} onClick={onClose}>
              <Icon name="close" />
            </button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  )
}
