import * as v from 'valibot'
import { batchRefused } from '../domain/problems.ts'
import { Task } from '../domain/task.ts'
import { isRefusal, type Refusal, refuse } from '../kit/core/refusal.ts'
import { closed, list } from '../kit/core/schema.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import { route } from '../kit/http/api.ts'
import { places } from '../kit/http/places.ts'
import { problemOf, problemsTogether } from '../kit/http/problem.ts'
import { BatchOperation, carryOutAll } from './batch-operations.ts'
import { inWork, type Work, type WorkDeps } from './work.ts'

/** `carryOutAll` checks each operation, so that a wrong one has its own result and does not spoil the others. */
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
  const outcomes = await carryOutAll(work, operations, atomic)
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
  running: 2,
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
