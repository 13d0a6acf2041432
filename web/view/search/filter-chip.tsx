import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/shapes.ts'
import { lettersOf } from '../parts/bidi.tsx'
import { Popover } from '../parts/popover.tsx'

interface Props {
  icon: IconName
  /** What it is about. */
  part: string
  /** What is withParts for, if anything. */
  said: string | undefined
  /** What it says while nothing is withParts for; else what it is about. */
  unsaid?: string
  children: (close: () => void) => ComponentChildren
}

/** One part of a query: it says what is withParts for, and opens the choice. */
export function FilterChip({ icon, part, said, unsaid = part, children }: Props) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const shown = said ?? unsaid
  return (
    <>
      <button
        ref={button}
        type="button"
        class="filter-chip"
        data-said={said !== undefined || undefined}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Icon name={icon} size={14} />
        {shown !== part && <span class="visually-hidden">{part}: </span>}
        <span class={`filter-chip-said ${lettersOf(shown)}`}>{shown}</span>
      </button>
      {open && (
        <Popover by={button} label={part} onClose={() => setOpen(false)}>
          {children(() => setOpen(false))}
        </Popover>
      )}
    </>
  )
}
