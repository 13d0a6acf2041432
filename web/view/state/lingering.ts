import { signal } from '@preact/signals'

/** Just completed tasks: struck through in their place for a moment. */
export const lingering = signal<ReadonlySet<string>>(new Set())

export const lingerMs = 800

export function linger(ids: readonly string[]): void {
  lingering.value = new Set([...lingering.value, ...ids])
  setTimeout(() => release(ids), lingerMs)
}

export function release(ids: readonly string[]): void {
  const next = new Set(lingering.value)
  for (const id of ids) next.delete(id)
  lingering.value = next
}
