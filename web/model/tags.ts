import { tagKey } from '../../functions/domain/tag.ts'
import type { Task } from '../../functions/domain/task.ts'

export interface TagCount {
  name: string
  open: number
  count: number
}

/** Every tag in use, by name. Names that differ only by case are one tag, in its first spelling. */
export function countTags(tasks: Iterable<Task>): TagCount[] {
  const counts = new Map<string, TagCount>()
  // Many tasks have few tags: each spelling is compared once.
  const bySpelling = new Map<string, TagCount>()
  const countOf = (name: string) => {
    const key = tagKey(name)
    const found = counts.get(key) ?? { name, open: 0, count: 0 }
    counts.set(key, found)
    bySpelling.set(name, found)
    return found
  }
  for (const task of tasks)
    for (const name of task.deletedAt ? [] : task.tags) {
      const found = bySpelling.get(name) ?? countOf(name)
      found.count++
      if (task.status === 'open') found.open++
    }
  return [...counts.values()].sort((a, b) => a.name.localeCompare(b.name))
}
