import { type Answer, ok } from '../shared/runtime/answer.ts'
import { isRefusal, type Refusal } from '../shared/runtime/problem.ts'
import type { Task } from '../shared/task/task.ts'

export const etag = ({ version }: { version: number }): string => `"${version}"`

export const taskAnswer = (outcome: Task | Refusal): Answer | Refusal =>
  isRefusal(outcome) ? outcome : ok(outcome, { etag: etag(outcome) })
