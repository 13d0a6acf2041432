import type * as v from 'valibot'
import { taskDeleted, taskNotFound, versionMovedOn } from '../domain/problems.ts'
import { Id, Task } from '../domain/task.ts'
import { isRefusal, type Problem, type Refusal } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import { type RouteInput, route } from '../kit/http/api.ts'
import { inWork, type Work, type WorkDeps } from './work.ts'

/** What all routes of one task share. */
export const oneTask = {
  tag: 'tasks',
  params: closed({ id: Id }),
  missing: taskNotFound,
  answers: { 200: Task },
} as const

export const oneTaskChanges = { ...oneTask, scope: 'write', ifMatch: true } as const
export const changeRefusals = [taskNotFound, taskDeleted, versionMovedOn] as const

export const etag = ({ version }: { version: number }): string => `"${version}"`

export const taskAnswer = (outcome: Task | Refusal): Answer | Refusal =>
  isRefusal(outcome) ? outcome : ok(outcome, { etag: etag(outcome) })

type Verb = (work: Work, id: string, version?: number) => Promise<Task | Refusal>
type Request = Pick<
  RouteInput<{ id: typeof Id }, v.ObjectEntries, v.GenericSchema>,
  'caller' | 'once' | 'params' | 'version'
>

/** Handles a verb that needs nothing but the task. */
export const handle = (verb: Verb) => (deps: WorkDeps, request: Request) =>
  inWork(deps, request, async work => taskAnswer(await verb(work, request.params.id, request.version)))

/** The route of such a verb: `POST /api/tasks/{id}/complete`. */
export const verbRoute = (name: string, summary: string, verb: Verb, refusals: readonly Problem[] = []) =>
  route(
    {
      ...oneTaskChanges,
      method: 'post',
      path: `/api/tasks/{id}/${name}`,
      id: `${name}Task`,
      summary,
      idempotent: true,
      refusals: [...changeRefusals, ...refusals],
    },
    handle(verb),
  )
