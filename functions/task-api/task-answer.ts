import type { Task } from '../domain/task.ts'
import { isRefusal, type Refusal } from '../kit/core/refusal.ts'
import { type Answer, ok } from '../kit/http/answer.ts'

export const etag = ({ version }: { version: number }): string => `"${version}"`

export const taskAnswer = (outcome: Task | Refusal): Answer | Refusal =>
  isRefusal(outcome) ? outcome : ok(outcome, { etag: etag(outcome) })
