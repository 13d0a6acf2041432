import type { ComponentChildren } from 'preact'
import { Icon } from '../icons/icon.tsx'

interface Props<T> {
  label: string
  choices: readonly (readonly [T, ComponentChildren])[]
  chosen: readonly T[]
  onToggle: (value: T) => void
}

/** A list of toggle buttons. The arrow keys move up and down. */
export function Choices<T extends string | boolean>({ label, choices, chosen, onToggle }: Props<T>) {
  return (
    <div role="group" aria-label={label} onKeyDown={step}>
      {choices.map(([value, shown]) => (
        <button
          key={String(value)}
          type="button"
          class="menu-item"
          aria-pressed={chosen.includes(value)}
          onClick={() => onToggle(value)}
        >
          {shown}
          <span class="end">{chosen.includes(value) && <Icon name="check" size={16} />}</span>
        </button>
      ))}
    </div>
  )
}

function step(event: KeyboardEvent): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (!by || !(event.currentTarget instanceof HTMLElement)) return
  const all = [...event.currentTarget.querySelectorAll('button')]
  const at = all.indexOf(document.activeElement as HTMLButtonElement)
  all.at((at + by) % all.length)?.focus()
  event.preventDefault()
}
