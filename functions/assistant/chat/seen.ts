import type { Memory } from './conversations/memory.ts'

/** What this turn has shown and changed, for "it", "the second one" and "both". */
export interface Seen {
  /** A list that was shown, with its filter if it has one. */
  listed(ids: readonly string[], filter?: Record<string, unknown>): void
  /** Tasks that one call has changed, or would change. */
  touched(ids: readonly string[]): void
  /** The order in which the answer shows its tasks. */
  ordered(ids: readonly string[]): void
  /** What the next wish of the same message may refer to. */
  known(): Pick<Memory, 'shown' | 'focus'> & { listed: boolean; recent: string[] }
  /** What the next message may refer to. */
  memory(): Pick<Memory, 'shown' | 'focus' | 'listed' | 'recent' | 'list'>
}

const mostRecent = 6

export function createSeen(before: Memory): Seen {
  let shown: string[] | undefined
  let list: Record<string, unknown> | undefined
  const all = new Set<string>()
  /** The tasks of the last change: "it" in the next wish. */
  let latest: readonly string[] = []

  function focus(): string[] {
    if (latest.length) return [...latest]
    if (shown?.length === 1) return shown
    return shown ? [] : before.focus
  }
  const known = () => ({
    shown: shown ?? (all.size > 1 ? [...all] : before.shown),
    focus: focus(),
    listed: shown !== undefined && !all.size,
    recent: [...new Set([...[...all].toReversed(), ...(before.recent ?? [])])].slice(0, mostRecent),
  })
  return {
    listed(ids, filter) {
      shown = [...(shown ?? []), ...ids]
      if (filter) list = filter
    },
    touched(ids) {
      latest = ids
      for (const id of ids) all.add(id)
    },
    ordered(ids) {
      shown = [...ids]
    },
    known,
    memory: () => ({ ...known(), ...(all.size && { focus: [...all] }), ...(list && { list }) }),
  }
}
