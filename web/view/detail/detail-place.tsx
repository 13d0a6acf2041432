import './detail-place.css'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { focusRow } from '../keys/step.ts'
import { Boundary } from '../parts/boundary.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { lazy } from '../parts/lazy.tsx'
import { go, route, withTask } from '../route.ts'
import { isWide } from '../state/screen.ts'
import { words } from '../words/current.ts'

const Detail = lazy(async () => (await import('./detail.tsx')).Detail)

/** The task editor: beside the list from 1024 px on, above it on smaller screens. */
export function DetailPlace() {
  const { ready } = useClient()
  const { editor } = words.value
  const id = route.value.task
  const last = useRef<string | undefined>(undefined)
  useLayoutEffect(() => {
    // Closing the editor returns the focus to the task's row.
    if (!id && last.current && isWide.value) focusRow(last.current)
    last.current = id
  }, [id])
  if (!id || !ready.value) return null
  const close = () => go(withTask(route.peek(), undefined))
  const detail = (
    <Boundary key={id}>
      <Detail id={id} onClose={close} />
    </Boundary>
  )
  if (isWide.value)
    return (
      <aside class="detail-panel" aria-label={editor.panel}>
        {detail}
      </aside>
    )
  return (
    <Dialog label={editor.panel} kind="sheet" onClose={close}>
      {detail}
    </Dialog>
  )
}
