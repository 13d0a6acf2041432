import { fold, wordsOf } from '../../functions/domain/fold.ts'
import { tagWords } from '../../functions/domain/tag.ts'
import type { Task } from '../../functions/domain/task.ts'

interface Found<T> {
  task: T
  rank: number
}

/** Tasks that contain every word as the beginning of a word, best first: title before tag before notes. */
export function searchTasks<T extends Task>(tasks: Iterable<T>, text: string, most = 50): T[] {
  const words = wordsOf(fold(text))
  if (!words.length) return []
  const found: Found<T>[] = []
  for (const task of tasks) {
    const rank = task.deletedAt ? 0 : rankOf(task, words)
    if (rank) found.push({ task, rank })
  }
  return found
    .sort((a, b) => b.rank - a.rank || (a.task.updatedAt < b.task.updatedAt ? 1 : -1))
    .slice(0, most)
    .map(({ task }) => task)
}

/** 0: no match. Open tasks rank before done ones. */
function rankOf(task: Task, words: string[]): number {
  const title = ` ${fold(task.title)}`
  const tags = task.tags.map(tag => ` ${tagWords(tag)}`).join('')
  let notes: string | undefined
  let rank = task.status === 'open' ? 1 : 0.5
  for (const word of words) {
    const start = ` ${word}`
    if (title.includes(start)) rank += title.startsWith(start) ? 4 : 3
    else if (tags.includes(start)) rank += 2
    else {
      notes ??= ` ${fold(task.notes)}`
      if (!notes.includes(start)) return 0
      rank += 1
    }
  }
  return rank
}
