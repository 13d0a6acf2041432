import { signal } from '@preact/signals'

/** The row that the keys act on, and the rows that were selected on top of it. */
export const current = signal<string | null>(null)
export const selected = signal<ReadonlySet<string>>(new Set())
/** Where a range begins that Shift and a click end. */
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

/** What an action is about: what is selected, else the row that the keys are on. */
export function targets(): string[] {
  if (selected.value.size) return [...selected.value]
  return current.value === null ? [] : [current.value]
}
