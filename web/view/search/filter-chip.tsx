import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/shapes.ts'
import { scriptClass } from '../parts/bidi.tsx'
import { Popover } from '../parts/popover.tsx'

interface Props {
  icon: IconName
  /** The part of the query, by name. */
  part: string
  /** The value of the part; undefined without one. */
  value: string | undefined
  /** The label without a value; by default the name of the part. */
  emptyLabel?: string
  children: (close: () => void) => ComponentChildren
}

/** One part of a query: shows its value and opens the choice. */
export function FilterChip({ icon, part, value, emptyLabel = part, children }: Props) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const shown = value ?? emptyLabel
  return (
    <>
      <button
        ref={button}
        type="button"
        class="filter-chip"
        data-set={value !== undefined || undefined}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Icon name={icon} size={14} />
        {shown !== part && <span class="visually-hidden">{part}: </span>}
        <span class={`filter-chip-value ${scriptClass(shown)}`}>{shown}</span>
      </button>
      {open && (
        <Popover by={button} label={part} onClose={() => setOpen(false)}>
          {children(() => setOpen(false))}
        </Popover>
      )}
    </>
  )
}
