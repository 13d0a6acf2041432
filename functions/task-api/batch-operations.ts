import * as v from 'valibot'
import { successorId } from '../domain/next-task.ts'
import { Id, NewTask, type Task, TaskPatch } from '../domain/task.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { faultsOf } from '../kit/http/validate.ts'
import { completeTask } from './complete-task.ts'
import { createTask } from './create-task.ts'
import { deleteTask, restoreTask } from './delete-task.ts'
import { gatherTasks } from './gathered-tasks.ts'
import { reopenTask } from './reopen-task.ts'
import { skipTask } from './skip-task.ts'
import { isIdTaken, type TaskStore } from './task-store.ts'
import { updateTask } from './update-task.ts'
import type { Work } from './work.ts'

const Version = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1)))

export const BatchOperation = v.variant('op', [
  closed({ op: v.literal('create'), task: NewTask }),
  closed({ op: v.literal('update'), id: Id, patch: TaskPatch, version: Version }),
  closed({ op: v.picklist(['complete', 'reopen', 'skip', 'delete', 'restore']), id: Id, version: Version }),
])
type BatchOperation = v.InferOutput<typeof BatchOperation>

type Outcomes = (Task | Refusal)[]

function check(given: unknown): BatchOperation | Refusal {
  const parsed = v.safeParse(BatchOperation, given)
  if (parsed.success) return parsed.output
  return refuse(invalidRequest, { errors: parsed.issues.flatMap(issue => faultsOf(issue)) })
}

/**
 * Carries out the operations in order; an atomic batch writes only if none is refused. Another request can take an id
 * between the look at it and the write: then the batch begins again and sees the task of that request.
 */
export async function carryOutAll(work: Work, given: unknown[], atomic: boolean): Promise<Outcomes> {
  const checked = given.map(check)
  for (let attempt = 1; ; attempt++) {
    try {
      return (await work.tx.savepoint(tx => runAll({ ...work, tx }, checked, atomic))) as Outcomes
    } catch (error) {
      if (!isIdTaken(error) || attempt === mostAttempts) throw error
    }
  }
}

const mostAttempts = 3

/** Runs the operations in memory, one after the other, and then writes what they have changed. */
async function runAll(work: Work, checked: (BatchOperation | Refusal)[], atomic: boolean): Promise<Outcomes> {
  const tasks = gatherTasks(work)
  const operations = checked.flatMap(one => (isRefusal(one) ? [] : [one]))
  await Promise.all([tasks.lockAll(operations.flatMap(idOf)), tasks.learnTags(operations.flatMap(tagsOf))])
  await tasks.lockAll(await successorsOf(tasks, operations))
  const outcomes: Outcomes = []
  for (const one of checked) outcomes.push(isRefusal(one) ? one : await refusalOr(carryOut({ ...work, tasks }, one)))
  if (!atomic || !outcomes.some(isRefusal)) await tasks.save()
  return outcomes
}

const idOf = (operation: BatchOperation): string[] =>
  operation.op === 'create' ? [operation.task.id ?? []].flat() : [operation.id]

function tagsOf(operation: BatchOperation): string[] {
  if (operation.op === 'create') return operation.task.tags
  return operation.op === 'update' ? (operation.patch.tags ?? []) : []
}

/** A task that is reopened deletes its successor in the series. */
async function successorsOf(tasks: TaskStore, operations: BatchOperation[]): Promise<string[]> {
  const reopened = await Promise.all(operations.flatMap(one => (one.op === 'reopen' ? tasks.lock(one.id) : [])))
  return reopened.flatMap(task => (task && successorId(task)) ?? [])
}

async function refusalOr(outcome: Promise<Task | Refusal>): Promise<Task | Refusal> {
  try {
    return await outcome
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

function carryOut(work: Work, operation: BatchOperation): Promise<Task | Refusal> {
  switch (operation.op) {
    case 'create':
      return createTask(work, operation.task)
    case 'update':
      return updateTask(work, operation.id, operation.patch, operation.version)
    case 'complete':
      return completeTask(work, operation.id, operation.version)
    case 'reopen':
      return reopenTask(work, operation.id, operation.version)
    case 'skip':
      return skipTask(work, operation.id, operation.version)
    case 'delete':
      return deleteTask(work, operation.id, operation.version)
    case 'restore':
      return restoreTask(work, operation.id, operation.version)
  }
}
