import { tagKey } from '../tag.ts'
import type { Groups } from './groups.ts'
import type { Chosen } from './meaning.ts'
import type { Draft } from './parse.ts'

const MAX_TAGS = 20

/** Every tag once, in its first spelling, as many as a task may have; the first priority. The rest stays text. */
export function marksOf({ tags, priorities }: Groups): { task: Pick<Draft, 'tags' | 'priority'>; chosen: Chosen[] } {
  const names = new Map<string, string>()
  const chosen: Chosen[] = []
  for (const { start, end, meaning } of tags) {
    const key = tagKey(meaning.name)
    if (names.size === MAX_TAGS && !names.has(key)) continue
    if (!names.has(key)) names.set(key, meaning.name)
    chosen.push({ start, end, kind: 'tag' })
  }
  const [priority] = priorities
  if (priority) chosen.push({ start: priority.start, end: priority.end, kind: 'priority' })
  return {
    task: { ...(names.size && { tags: [...names.values()] }), ...(priority && { priority: priority.meaning.level }) },
    chosen,
  }
}
