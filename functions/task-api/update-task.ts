import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { applyPatch } from '../domain/change.ts'
import { Due } from '../domain/due.ts'
import { taskUpdated } from '../domain/events/task-events.ts'
import { wrongWith } from '../domain/recurrence/repeat-rule.ts'
import { Repeat, type Task, type TaskPatch } from '../domain/task.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { type Fault, type Refusal, refuse } from '../kit/core/refusal.ts'
import { faultsOf } from '../kit/http/validate.ts'
import { changeTask } from './change-task.ts'
import type { Work } from './work.ts'

export const updateTask = (work: Work, id: string, patch: TaskPatch, version?: number): Promise<Task | Refusal> =>
  changeTask(work, id, { event: taskUpdated, version }, task => {
    const patched = applyPatch(task, patch, newId)
    const faults = wrongParts(patched)
    return faults.length ? refuse(invalidRequest, { errors: faults }) : patched
  })

/** A patch names parts of `due` and `repeat`; whether the whole is right shows only after it is applied. */
function wrongParts(task: Task): Fault[] {
  const parts = [...issuesOf(v.nullable(Due), task.due, 'due'), ...issuesOf(v.nullable(Repeat), task.repeat, 'repeat')]
  if (parts.length) return parts
  const wrong = wrongWith(task)
  return wrong ? [wrong] : []
}

const issuesOf = (schema: v.GenericSchema, value: unknown, path: string): Fault[] =>
  v.safeParse(schema, value).issues?.flatMap(issue => faultsOf(issue, path)) ?? []
