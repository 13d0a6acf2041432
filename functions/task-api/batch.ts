import * as v from 'valibot'
import { batchRefused } from '../domain/problems.ts'
import { Id, NewTask, Task, TaskPatch } from '../domain/task.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed, list } from '../kit/core/schema.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import { route } from '../kit/http/api.ts'
import { places } from '../kit/http/places.ts'
import { problemOf, problemsTogether } from '../kit/http/problem.ts'
import { faultsOf } from '../kit/http/validate.ts'
import { completeTask } from './complete-task.ts'
import { createTask } from './create-task.ts'
import { deleteTask, restoreTask } from './delete-task.ts'
import { reopenTask } from './reopen-task.ts'
import { skipTask } from './skip-task.ts'
import { updateTask } from './update-task.ts'
import { inSavepoint, inWork, type Work, type WorkDeps } from './work.ts'

const Version = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1)))

const BatchOperation = v.variant('op', [
  closed({ op: v.literal('create'), task: NewTask }),
  closed({ op: v.literal('update'), id: Id, patch: TaskPatch, version: Version }),
  closed({ op: v.picklist(['complete', 'reopen', 'skip', 'delete', 'restore']), id: Id, version: Version }),
])
type BatchOperation = v.InferOutput<typeof BatchOperation>

/** `runOne` checks each operation, so that a wrong one has its own result and does not spoil the others. */
const Batch = closed({
  atomic: v.optional(v.boolean(), false),
  operations: list(v.looseObject({}), { min: 1, max: 100 }),
})

const DocumentedBatch = closed({
  atomic: v.optional(v.boolean()),
  operations: list(BatchOperation, { min: 1, max: 100 }),
})
const BatchResults = closed({
  results: v.array(
    closed({ status: v.number(), task: v.exactOptional(Task), problem: v.exactOptional(v.looseObject({})) }),
  ),
})

/** Carries out the operations in order. A refused operation undoes an atomic batch; otherwise it undoes only itself. */
async function runBatch(work: Work, { atomic, operations }: v.InferOutput<typeof Batch>): Promise<Answer | Refusal> {
  const outcomes: (Task | Refusal)[] = []
  for (const operation of operations) outcomes.push(await inSavepoint(work, part => runOne(part, operation)))
  const problem = problemsTogether()
  const results = outcomes.map((outcome, i) => resultOf(outcome, operations[i]?.op, problem))
  const wrong = outcomes.findIndex(isRefusal)
  if (!atomic || wrong < 0) return ok({ results })
  const errors = outcomes.flatMap((outcome, i) => (isRefusal(outcome) ? faultsIn(outcome, i) : []))
  return refuse(batchRefused, {
    detail: `Nothing has changed, because operation ${wrong} was refused.`,
    errors,
    more: { results: onlyProblems(results) },
  })
}

async function runOne(work: Work, given: unknown): Promise<Task | Refusal> {
  const parsed = v.safeParse(BatchOperation, given)
  if (!parsed.success) return refuse(invalidRequest, { errors: parsed.issues.flatMap(issue => faultsOf(issue)) })
  return carryOut(work, parsed.output)
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

type Result = { status: number; task?: Task; problem?: unknown }

/** The answer that a separate request would get. */
function resultOf(outcome: Task | Refusal, op: unknown, problemOf: ReturnType<typeof problemsTogether>): Result {
  if (!isRefusal(outcome)) return { status: op === 'create' ? 201 : 200, task: outcome }
  const problem = problemOf(outcome)
  return { status: problem.status, problem }
}

/** In an atomic batch that failed, only the refused operations have a result. */
const onlyProblems = (results: Result[]): Result[] => results.map(result => (result.problem ? result : { status: 424 }))

const faultsIn = (refusal: Refusal, i: number) =>
  refusal.errors?.length
    ? refusal.errors.map(({ path, message }) => ({
        path: ['operations', i, path].filter(part => part !== '').join('.'),
        message,
      }))
    : [{ path: `operations.${i}`, message: problemOf(refusal).detail }]

const batchPlaces = places({
  name: 'batches',
  running: 3,
  waiting: 60,
  waitMs: 10_000,
  each: { running: 1, waiting: 8 },
})

export const batchRoute = route(
  {
    method: 'post',
    path: '/api/tasks/batch',
    id: 'batch',
    summary: 'Carry out up to 100 operations on tasks, all or nothing if atomic',
    tag: 'tasks',
    scope: 'write',
    heavy: batchPlaces,
    body: Batch,
    documentedBody: DocumentedBatch,
    idempotent: true,
    answers: { 200: BatchResults },
    refusals: [batchRefused],
  },
  (deps: WorkDeps, request) => inWork(deps, request, work => runBatch(work, request.body)),
)
