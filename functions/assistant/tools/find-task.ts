import * as v from 'valibot'
import { fold, wordsOf } from '../../domain/fold.ts'
import type { Task } from '../../domain/task.ts'
import { closed, text } from '../../kit/core/schema.ts'
import type { Api } from './api.ts'
import { showPage, written } from './show-task.ts'
import { defineTool, reads } from './tool.ts'

const mostShown = 10
const fetched = 20

export const findTask = defineTool({
  name: 'find_task',
  title: 'Find a task',
  description:
    'Candidates for a task that somebody described, best first, with confidence 0 to 1. If several are close, ask the person which.',
  input: closed({ text: text(1, 200), status: v.optional(v.picklist(['open', 'done', 'any']), 'any') }),
  scope: 'read',
  annotations: reads,
  async run({ api }, { text: described, status }) {
    const wanted = fold(described)
    const words = wordsOf(wanted)
    const search = (q: string) => searchFor(api, q, status)
    const byAll = await search(described)
    // A title with only some of the words is a candidate too; the search asks for all of them.
    const longest = words.toSorted((a, b) => b.length - a.length).slice(0, 4)
    const bySome = byAll.length < mostShown && words.length > 1 ? (await Promise.all(longest.map(search))).flat() : []
    const found = new Set(byAll.map(({ id }) => id))
    const tasks = new Map([...byAll, ...bySome].map(task => [task.id, task]))
    const confidence = (task: Task) => confidenceOf(task, wanted, words, found.has(task.id))
    const best = [...tasks.values()]
      .map(task => ({ task, confidence: confidence(task) }))
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, mostShown)
    const scores = new Map(best.map(({ task, confidence }) => [task.id, confidence]))
    const each = ({ id }: Task) => ({ confidence: scores.get(id) })
    return {
      outcome: 'done',
      data: showPage(
        best.map(({ task }) => task),
        {},
        each,
      ),
      written,
    }
  },
})

async function searchFor(api: Api, q: string, status: string): Promise<Task[]> {
  const query = { q, limit: fetched, ...(status !== 'any' && { status }) }
  return ((await api.call('GET', '/api/tasks', { query })).body as { items: Task[] }).items
}

/**
 * 1 for exactly this title, otherwise less: by the share of words that both have. The search also knows notes, tags and
 * typing errors, so what it found has at least a little.
 */
function confidenceOf(task: Pick<Task, 'title' | 'tags'>, wanted: string, words: string[], found: boolean): number {
  const title = fold(task.title)
  if (title === wanted) return 1
  const own = wordsOf(title)
  const tags = wordsOf(task.tags.map(fold).join(' '))
  const matched = sum(words.map(word => likeness(word, own, tags)))
  const shared = words.length + own.length ? (2 * matched) / (words.length + Math.max(own.length, matched)) : 0
  const score = Math.max(0.95 * Math.min(1, shared), found ? 0.3 + 0.4 * (matched / Math.max(1, words.length)) : 0)
  return Math.round(score * 100) / 100
}

function likeness(word: string, title: string[], tags: string[]): number {
  if (title.includes(word)) return 1
  if (title.some(one => one.length > 2 && word.length > 2 && (one.startsWith(word) || word.startsWith(one)))) return 0.7
  return tags.includes(word) ? 0.5 : 0
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
