import { useState } from 'preact/hooks'
import { schedule } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { draggedIds } from '../state/screen.ts'

/** The props of a drop target for rows: they move to its date, or lose their date where it is `null`. */
export function useDrop(date: string | null | undefined) {
  const client = useClient()
  const [isOver, setIsOver] = useState(false)
  if (date === undefined) return {}
  return {
    'data-over': isOver || undefined,
    onDragOver: (event: DragEvent) => {
      if (!draggedIds.peek().length) return
      event.preventDefault()
      setIsOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      const { currentTarget, relatedTarget } = event
      if (!(currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
        setIsOver(false)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setIsOver(false)
      schedule(client, draggedIds.peek(), date)
      draggedIds.value = []
    },
  }
}
