import './circle.css'
import type { LocalTask } from '../../model/local-task.ts'

interface Props {
  done: boolean
  priority: LocalTask['priority']
  label: string
  onClick: () => void
}

/** The button that completes a task. Its click area is as high as the row. */
export function Circle({ done, priority, label, onClick }: Props) {
  return (
    <button
      type="button"
      class={`circle ${priority}`}
      aria-label={label}
      aria-pressed={done}
      tabIndex={-1}
      onClick={onClick}
    >
      <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
        <circle cx="10" cy="10" r="8" stroke-width="1.5" />
        <path d="M6.3 10.2l2.6 2.6 4.8-5.3" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
      </svg>
    </button>
  )
}
