import './dialog.css'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from '../icons/icon.tsx'
import { words } from '../words/current.ts'

interface Props {
  label: string
  onClose: () => void
  children: ComponentChildren
  /** `sheet` comes from below on a phone, `palette` hangs near the top, `page` takes what there is. */
  kind?: 'plain' | 'sheet' | 'palette'
  /** Shows the label as a heading, with a way out beside it. */
  headed?: boolean
}

/**
 * The platform's modal dialog: it holds the focus, and gives it back to where it came from. What moves the focus is done
 * with the change itself, not after the next frame: the next key may be pressed before.
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
