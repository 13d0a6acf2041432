import { DAY_MS } from '../../domain/limits.ts'
import type { Task } from '../../domain/task.ts'
import { shorten } from '../../kit/core/shorten.ts'
import type { Change } from './change.ts'
import { fit } from './fit.ts'
import { tokensFor } from './show-task.ts'

const restorableDays = 30

type Changes = Record<string, unknown>

/** What a call would change: which tasks, and each field from what to what. A change that all tasks share comes once. */
export function effectOf(change: Change, before: readonly Task[], now: Date): object {
  const undone = change.tool === 'delete_task' && {
    canBeUndoneUntil: new Date(now.getTime() + restorableDays * DAY_MS).toISOString(),
  }
  const form = (title: number, text: number, named = false) => {
    const all = before.map(task => changesOf(task, { ...task, ...change.after(task) }, text))
    const shared = all.every(one => JSON.stringify(one) === JSON.stringify(all[0])) && all[0]
    return {
      tool: change.tool,
      ...undone,
      ...(shared && { changes: shared }),
      tasks: before.map((task, i) => ({
        id: task.id,
        title: shorten(task.title, title),
        ...(!shared && (named ? { changedFields: Object.keys(all[i] ?? {}) } : { changes: all[i] })),
      })),
    }
  }
  return fit(
    [
      () => form(500, 200),
      () => form(120, 200),
      () => form(120, 60),
      () => form(60, 20),
      () => form(30, 10),
      () => form(30, 10, true),
      () => form(16, 10, true),
    ],
    tokensFor(before.length) - tokenCost(before.length),
  )
}

/** The confirm token comes in the same answer, and grows with the number of tasks. */
const tokenCost = (tasks: number) => 100 + 25 * tasks

function changesOf(before: Task, after: Task, text: number): Changes {
  const changes: Changes = {}
  for (const [field, from, to] of shownFields(before, after))
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to }
  const [removed, added] = [minus(before.tags, after.tags), minus(after.tags, before.tags)]
  if (removed.length || added.length)
    changes.tags = { ...(added.length && { added }), ...(removed.length && { removed }) }
  if (changes.notes) changes.notes = cut(changes.notes as Cut, text)
  if (changes.title) changes.title = cut(changes.title as Cut, Math.max(text, 60))
  return changes
}

interface Cut {
  from: string
  to: string
}

const cut = ({ from, to }: Cut, most: number): Cut => ({ from: shorten(from, most), to: shorten(to, most) })

const shownFields = (before: Task, after: Task): [string, unknown, unknown][] => [
  ['title', before.title, after.title],
  ['notes', before.notes, after.notes],
  ['status', before.status, after.status],
  ['priority', before.priority, after.priority],
  ['due', before.due, after.due],
  ['repeat', ruleOf(before), ruleOf(after)],
  ['deleted', before.deletedAt !== undefined, after.deletedAt !== undefined],
]

const ruleOf = ({ repeat }: Task) => repeat && { rule: repeat.rule, from: repeat.from }
const minus = (all: readonly string[], others: readonly string[]) => all.filter(one => !others.includes(one))
