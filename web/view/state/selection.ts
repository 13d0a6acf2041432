import { signal } from '@preact/signals'

/** The current row, which keys act on, and the selected rows. */
export const current = signal<string | null>(null)
export const selected = signal<ReadonlySet<string>>(new Set())
/** The start of a range that Shift+click ends. */
let anchor: string | null = null

export function toggle(id: string): void {
  const next = new Set(selected.value)
  if (!next.delete(id)) next.add(id)
  anchor = id
  selected.value = next
}

export function selectRange(to: string, ids: readonly string[]): void {
  const from = anchor ?? current.value ?? to
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)].sort((x, y) => x - y) as [number, number]
  selected.value = new Set([...selected.value, ...(a < 0 ? [to] : ids.slice(a, b + 1))])
}

export function clearSelection(): void {
  if (selected.value.size) selected.value = new Set()
  anchor = null
}

/** The tasks that an action applies to: the selection, or else the current row. */
export function targets(): string[] {
  if (selected.value.size) return [...selected.value]
  return current.value === null ? [] : [current.value]
}
