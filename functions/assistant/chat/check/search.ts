import { fold } from '../../../domain/fold.ts'
import type { Task } from '../../../domain/task.ts'
import type { Api } from '../../tools/api.ts'
import { contentWords } from './stop-words.ts'

export type Wanted = 'open' | 'done' | 'any' | 'deleted'

export interface Match {
  task: Task
  /** 1: exactly this title. Otherwise the share of the words that the task has, and a little for how much of it they are. */
  score: number
}

const fetched = 50

/** Tasks that the words may describe, best first. */
export async function search(api: Api, described: string, wanted: Wanted): Promise<Match[]> {
  const folded = fold(described.replaceAll(/['’]s(?![\p{L}])/gu, ''))
  const content = contentWords(folded)
  // A title may consist of words that usually tell nothing.
  const words = content.length ? content : folded.split(' ').filter(Boolean).slice(0, 8)
  if (!words.length) return []
  const longest = words.toSorted((a, b) => b.length - a.length).slice(0, 4)
  const queries = [...new Set([words.join(' ').slice(0, 200), ...longest])]
  const pages = await Promise.all(queries.map(q => page(api, { q, ...conditions(wanted) })))
  const tasks = new Map(pages.flat().map(task => [task.id, task]))
  const found = [...tasks.values()].map(task => ({ task, score: scoreOf(task, folded, words) }))
  return found.filter(({ score }) => score > 0.3).sort((a, b) => b.score - a.score || byDue(a.task, b.task))
}

/** Tasks whose titles occur in a remark, by the share of the title that does. */
export async function searchRemark(api: Api, remark: string, wanted: Wanted): Promise<Match[]> {
  const words = contentWords(fold(remark))
  const pages = await Promise.all(words.slice(0, 8).map(q => page(api, { q, ...conditions(wanted) })))
  const tasks = new Map(pages.flat().map(task => [task.id, task]))
  const share = ({ title }: Task) => {
    const own = contentWords(fold(title))
    return own.reduce((sum, word) => sum + likeness(word, words, []), 0) / Math.max(1, own.length)
  }
  const found = [...tasks.values()].map(task => ({ task, score: Math.round(share(task) * 98) / 100 }))
  return found.sort((a, b) => b.score - a.score || byDue(a.task, b.task))
}

const conditions = (wanted: Wanted) =>
  wanted === 'deleted' ? { deleted: true } : wanted === 'any' ? {} : { status: wanted }

export async function page(api: Api, query: Record<string, string | number | boolean | string[]>): Promise<Task[]> {
  const { body } = await api.call('GET', '/api/tasks', { query: { limit: fetched, ...query } })
  return (body as { items: Task[] }).items
}

/** The earliest first, and without a date last. */
export const byDue = (a: Task, b: Task): number => keyOf(a).localeCompare(keyOf(b)) || a.id.localeCompare(b.id)
const keyOf = ({ due }: Task) => (due ? `${due.date} ${due.time ?? '99'}` : '9999')

function scoreOf(task: Pick<Task, 'title' | 'tags'>, whole: string, words: readonly string[]): number {
  const title = fold(task.title)
  if (title === whole) return 1
  const own = contentWords(title)
  const tags = task.tags.map(fold)
  const likenesses = words.map(word => likeness(word, own, tags))
  const matched = likenesses.reduce((sum, one) => sum + one, 0)
  const coverage = matched / words.length
  if (coverage >= 0.99 && own.length === words.length) return 0.99
  return Math.round((0.8 * coverage + 0.15 * Math.min(1, matched / Math.max(1, own.length))) * 100) / 100
}

function likeness(word: string, title: readonly string[], tags: readonly string[]): number {
  if (title.includes(word)) return 1
  if (title.some(one => sameStem(one, word))) return 0.9
  if (title.some(one => isNear(one, word))) return 0.75
  return tags.includes(word) ? 0.5 : 0
}

/** "Books" and "book", "کتابوں" and "کتاب". */
const sameStem = (a: string, b: string): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 3 && long.startsWith(short) && long.length - short.length <= 3
}

/** One letter wrong, missing, too many or swapped; two in long words. */
function isNear(a: string, b: string): boolean {
  const most = Math.min(a.length, b.length) >= 8 ? 2 : Math.min(a.length, b.length) >= 4 ? 1 : 0
  return most > 0 && Math.abs(a.length - b.length) <= most && distance(a, b) <= most
}

function distance(a: string, b: string): number {
  let [older, old] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (older[j - 2] ?? 0) + 1)
      row.push(least)
    }
    ;[older, old] = [old, row]
  }
  return old[b.length] ?? 0
}
