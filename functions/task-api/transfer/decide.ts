import { isDeepStrictEqual } from 'node:util'
import {
  taskCompleted,
  taskDeleted,
  taskReopened,
  taskRestored,
  taskSkipped,
  taskUpdated,
} from '../../domain/events/task-events.ts'
import { formatRule } from '../../domain/recurrence/rule.ts'
import { type RuleText, ruleOf } from '../../domain/recurrence/rule-text.ts'
import type { Task } from '../../domain/task.ts'
import type { TaskEvent } from '../events.ts'
import { mergeImported } from './imported-task.ts'
import type { Entry } from './rows.ts'

/** When a task exists already: `newer` keeps the newer of the two, `replace` always takes that of the file. */
export type Existing = 'newer' | 'replace'

export type Decision =
  | { status: 'created'; task: Task }
  | { status: 'updated'; task: Task; before: Task; event: TaskEvent }
  | { status: 'skipped'; reason: string }

/** Decides about one entry. A second import of the same file changes nothing. */
export function decide(
  { id, named, task: imported }: Entry,
  stored: Task | undefined,
  existing: Existing,
  now: Date,
): Decision {
  const task = mergeImported(imported, id, stored, now)
  if (!stored) return { status: 'created', task }
  if (isSame(task, stored)) return { status: 'skipped', reason: 'exists already' }
  if (existing === 'newer' && isOlder(imported.updatedAt, named, stored))
    return { status: 'skipped', reason: 'has newer changes here' }
  return { status: 'updated', task, before: stored, event: eventOf(stored, task) }
}

/** An unnamed entry is found by its content, so every difference is a later change here. */
const isOlder = (updatedAt: string | undefined, named: boolean, stored: Task): boolean =>
  updatedAt === undefined ? !named : updatedAt < stored.updatedAt

const isSame = (a: Task, b: Task): boolean =>
  isDeepStrictEqual(content(a), content(b)) && isSameRule(a.repeat?.rule, b.repeat?.rule)

/** The task without its version and without fields that follow from others. */
function content({ version: _, updatedAt: __, dueAt: ___, repeat, ...task }: Task) {
  return { ...task, repeat: repeat && { ...repeat, rule: '' } }
}

/** iCalendar may order the parts of a rule differently. */
const isSameRule = (a: RuleText | undefined, b: RuleText | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && formatRule(ruleOf(a)) === formatRule(ruleOf(b)))

/** The event of the same change by hand, so that a series that was completed elsewhere goes on here. */
function eventOf(before: Task, after: Task): TaskEvent {
  if (before.deletedAt !== after.deletedAt && after.deletedAt) return taskDeleted
  if (before.deletedAt && !after.deletedAt) return taskRestored
  if (before.status === after.status) return taskUpdated
  if (after.status === 'open') return taskReopened
  return after.skippedAt ? taskSkipped : taskCompleted
}
