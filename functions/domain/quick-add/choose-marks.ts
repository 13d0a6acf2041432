import { tagKey } from '../tag.ts'
import type { Groups } from './groups.ts'
import type { Chosen } from './meaning.ts'
import type { Draft } from './parse.ts'

const MAX_TAGS = 20

/** Every tag once, in its first spelling, as many as a task may have; the one priority. The rest stays text. */
export function marksOf({ tags, priorities }: Groups): { task: Pick<Draft, 'tags' | 'priority'>; chosen: Chosen[] } {
  const names = new Map<string, string>()
  const chosen: Chosen[] = []
  for (const { start, end, meaning } of tags) {
    const key = tagKey(meaning.name)
    if (names.size === MAX_TAGS && !names.has(key)) continue
    if (!names.has(key)) names.set(key, meaning.name)
    chosen.push({ start, end, kind: 'tag' })
  }
  // Two that differ are about something else: "move P1 and P2".
  const levels = new Set(priorities.map(({ meaning }) => meaning.level))
  const priority = levels.size === 1 ? priorities[0] : undefined
  if (priority) chosen.push({ start: priority.start, end: priority.end, kind: 'priority' })
  return {
    task: { ...(names.size && { tags: [...names.values()] }), ...(priority && { priority: priority.meaning.level }) },
    chosen,
  }
}
