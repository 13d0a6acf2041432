import type { Change } from './replica.ts'

/** Several changes as one, with the effect that they have one after the other. */
export const together = (...changes: Change[]): Change => combine(changes)

export function combine(changes: readonly Change[]): Change {
  const [tasks, gone] = outcome(changes, ({ tasks, gone }) => [tasks, gone])
  const [operations, settled] = outcome(changes, ({ operations, settled }) => [operations, settled])
  const [expected, unexpected] = outcome(changes, ({ expected, unexpected }) => [expected, unexpected])
  const conflicts = [...new Map(changes.flatMap(one => one.conflicts ?? []))]
  return { tasks, gone, operations, settled, expected, unexpected, conflicts }
}

/** What is there in the end, and the ids of what is not. */
function outcome<T extends { id: string }>(
  changes: readonly Change[],
  parts: (change: Change) => [there: T[] | undefined, removed: string[] | undefined],
): [T[], string[]] {
  const last = new Map<string, T | undefined>()
  for (const change of changes) {
    const [there = [], removed = []] = parts(change)
    for (const id of removed) last.set(id, undefined)
    for (const one of there) last.set(one.id, one)
  }
  const kept = [...last.values()].filter(one => one !== undefined)
  return [kept, [...last].flatMap(([id, one]) => (one ? [] : id))]
}
