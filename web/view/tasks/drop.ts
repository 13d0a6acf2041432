import { useState } from 'preact/hooks'
import { schedule } from '../actions/change.ts'
import { useClient } from '../client-context.ts'
import { draggedIds } from '../state/screen.ts'

/** Makes a place that rows can be dropped on: they move to its date, or lose theirs where it is `null`. */
export function useDrop(date: string | null | undefined) {
  const client = useClient()
  const [over, setOver] = useState(false)
  if (date === undefined) return {}
  return {
    'data-over': over || undefined,
    onDragOver: (event: DragEvent) => {
      if (!draggedIds.peek().length) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      const { currentTarget, relatedTarget } = event
      if (!(currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
        setOver(false)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      schedule(client, draggedIds.peek(), date)
      draggedIds.value = []
    },
  }
}
