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
  for (const task of tasks)
    for (const name of task.deletedAt ? [] : task.tags) {
      const found = counts.get(tagKey(name)) ?? { name, open: 0, count: 0 }
      counts.set(tagKey(name), found)
      found.count++
      if (task.status === 'open') found.open++
    }
  return [...counts.values()].sort((a, b) => a.name.localeCompare(b.name))
}
