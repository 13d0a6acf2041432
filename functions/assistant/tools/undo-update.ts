import type { Task } from '../../domain/task.ts'
import type { Undo } from './change.ts'
import { estimateTokens } from './fit.ts'

/** The calls that give the tasks back what they had. Tasks that get the same values share a call. */
export function undoUpdate(after: readonly Task[], before: readonly Task[]): Undo[] {
  const calls = new Map<string, { values: object; taskIds: string[] }>()
  for (const [i, task] of after.entries()) {
    const values = valuesBefore(task, before[i] ?? task)
    if (!Object.keys(values).length) continue
    const key = JSON.stringify(values)
    const call = calls.get(key) ?? { values, taskIds: [] }
    call.taskIds.push(task.id)
    calls.set(key, call)
  }
  return [...calls.values()].map(({ values, taskIds }) => ({
    tool: 'update_task',
    arguments: { taskIds, ...values },
  }))
}

/** Whether the calls are too long for an answer about so many tasks. Their ids always fit. */
export const isTooLong = (undo: Undo | Undo[], tasks: number): boolean =>
  estimateTokens(undo) > Math.max(900, 50 + 35 * tasks)

function valuesBefore(after: Task, before: Task): object {
  const differs = (field: keyof Task) => JSON.stringify(after[field]) !== JSON.stringify(before[field])
  const addTags = before.tags.filter(tag => !after.tags.includes(tag))
  const removeTags = after.tags.filter(tag => !before.tags.includes(tag))
  return {
    ...(differs('title') && { title: before.title }),
    ...(differs('notes') && { notes: before.notes || null }),
    ...(differs('priority') && { priority: before.priority }),
    ...(differs('due') && { due: before.due && { ...before.due, time: before.due.time ?? null } }),
    ...(differs('repeat') && { repeat: before.repeat && { rule: before.repeat.rule, from: before.repeat.from } }),
    ...(addTags.length && { addTags }),
    ...(removeTags.length && { removeTags }),
  }
}
