import { useComputed } from '@preact/signals'
import './task-row.css'
import { useRef } from 'preact/hooks'
import type { LocalTask } from '../../model/local-task.ts'
import { completeOrReopen } from '../actions/complete.ts'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { Bidi, scriptClass } from '../parts/bidi.tsx'
import { addressOf, go, route, withTask } from '../route.ts'
import { lingering } from '../state/lingering.ts'
import { listsOf } from '../state/lists.ts'
import { draggedIds, isWide, open } from '../state/screen.ts'
import { clearSelection, current, selected, selectRange, toggle } from '../state/selection.ts'
import { words } from '../words/current.ts'
import { Circle } from './circle.tsx'
import { RowMeta } from './row-meta.tsx'
import { RowState } from './row-state.tsx'
import { useSwipe } from './swipe.ts'

interface Props {
  task: LocalTask
  position: number
  count: number
  /** The day that the section's title names already. */
  day?: string | undefined
  first: boolean
}

const scheduleOne = (id: string) => {
  clearSelection()
  current.value = id
  open('schedule')
}

export function TaskRow({ task, position, count, day, first }: Props) {
  const client = useClient()
  const w = words.value
  const isDone = task.status === 'done'
  const { id } = task
  // Each row subscribes only to its own state: a key press must not render the other rows.
  const isSelected = useComputed(() => selected.value.has(id)).value
  const isAt = useComputed(() => (current.value === null ? 'nowhere' : current.value === id)).value
  const isCurrent = isAt === true || (isAt === 'nowhere' && first)
  const isOpen = useComputed(() => route.value.task === id).value
  const isLeaving = useComputed(() => lingering.value.has(id)).value
  const href = useComputed(() => addressOf(withTask(route.value, id))).value
  const row = useRef<HTMLDivElement>(null)
  useSwipe(row, { onEnd: () => completeOrReopen(client, [task.id]), onStart: () => scheduleOne(task.id) })

  const choose = (event: MouseEvent) => {
    event.preventDefault()
    current.value = task.id
    if (event.shiftKey)
      return selectRange(
        task.id,
        listsOf(client)
          .tasks.peek()
          .map(({ id }) => id),
      )
    if (event.metaKey || event.ctrlKey) return toggle(task.id)
    clearSelection()
    go(withTask(route.peek(), isOpen && isWide.peek() ? undefined : task.id))
  }

  return (
    <div
      ref={row}
      role="listitem"
      aria-setsize={count}
      aria-posinset={position}
      class={`row ${task.priority}`}
      data-done={isDone || undefined}
      data-leaving={(isDone && isLeaving) || undefined}
      data-selected={isSelected || undefined}
      data-open={isOpen || undefined}
      draggable
      onDragStart={event => {
        draggedIds.value = isSelected ? [...selected.peek()] : [task.id]
        event.dataTransfer?.setData('text/plain', task.title)
      }}
      onDragEnd={() => {
        draggedIds.value = []
      }}
    >
      <span class="swipe-hint done" aria-hidden="true">
        <Icon name="check" />
      </span>
      <span class="swipe-hint later" aria-hidden="true">
        <Icon name="upcoming" />
      </span>
      <div class="row-body">
        <Circle
          done={isDone}
          priority={task.priority}
          label={isDone ? w.row.reopen(task.title) : w.row.complete(task.title)}
          onClick={() => completeOrReopen(client, [task.id])}
        />
        <a
          id={`task-${task.id}`}
          class="row-main"
          href={href}
          draggable={false}
          tabIndex={isCurrent ? 0 : -1}
          aria-current={isOpen || undefined}
          onClick={choose}
          onFocus={() => {
            current.value = task.id
          }}
        >
          <span class={`row-title ${scriptClass(task.title)}`}>
            <Bidi>{task.title}</Bidi>
            {task.priority !== 'P4' && <span class="visually-hidden">, {w.row.priority(task.priority)}</span>}
            {isSelected && <span class="visually-hidden">, {w.row.selected}</span>}
          </span>
          <RowMeta task={task} day={day} />
        </a>
        <RowState task={task} />
      </div>
    </div>
  )
}
