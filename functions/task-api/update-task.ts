import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { applyPatch } from '../domain/change.ts'
import { Due } from '../domain/due.ts'
import { taskUpdated } from '../domain/events/task-events.ts'
import { quotaReached } from '../domain/problems.ts'
import { wrongWith } from '../domain/recurrence/repeat-rule.ts'
import { Repeat, type Task, TaskPatch } from '../domain/task.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { type Fault, type Refusal, refuse } from '../kit/core/refusal.ts'
import { patchTypes, route } from '../kit/http/api.ts'
import { faultsOf } from '../kit/http/validate.ts'
import { changeTask } from './change-task.ts'
import { changeRefusals, oneTaskChanges, taskAnswer } from './task-route.ts'
import { inWork, type Work, type WorkDeps } from './work.ts'

export async function updateTask(work: Work, id: string, patch: TaskPatch, version?: number): Promise<Task | Refusal> {
  const refusal = patch.tags?.length ? await work.quota.admit({ tasks: 0, tags: patch.tags }) : undefined
  if (refusal) return refusal
  return changeTask(work, id, { event: taskUpdated, version }, task => {
    const patched = applyPatch(task, patch, newId)
    const faults = wrongParts(patched)
    return faults.length ? refuse(invalidRequest, { errors: faults }) : patched
  })
}

/** A patch may name parts of `due` and `repeat`, so the check comes after the merge. */
function wrongParts(task: Task): Fault[] {
  const parts = [...issuesOf(v.nullable(Due), task.due, 'due'), ...issuesOf(v.nullable(Repeat), task.repeat, 'repeat')]
  if (parts.length) return parts
  const wrong = wrongWith(task)
  return wrong ? [wrong] : []
}

const issuesOf = (schema: v.GenericSchema, value: unknown, path: string): Fault[] =>
  v.safeParse(schema, value).issues?.flatMap(issue => faultsOf(issue, path)) ?? []

export const updateTaskRoute = route(
  {
    ...oneTaskChanges,
    method: 'patch',
    path: '/api/tasks/{id}',
    id: 'updateTask',
    summary: 'Change a task by a JSON Merge Patch',
    body: TaskPatch,
    bodyTypes: patchTypes,
    refusals: [...changeRefusals, quotaReached],
  },
  (deps: WorkDeps, { params, body, version, ...request }) =>
    inWork(deps, request, async work => taskAnswer(await updateTask(work, params.id, body, version))),
)
