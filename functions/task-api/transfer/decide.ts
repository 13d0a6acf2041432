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
import type { Entry } from './check-rows.ts'
import { mergeImported } from './imported-task.ts'

/** What happens to a task that is here already: the newer one stays, or always that of the file. */
export type Existing = 'newer' | 'replace'

export type Decision =
  | { status: 'created'; task: Task }
  | { status: 'updated'; task: Task; before: Task; event: TaskEvent }
  | { status: 'skipped'; reason: string }

/** What becomes of an entry. Importing a file twice changes nothing the second time. */
export function decide(
  { id, named, task: given }: Entry,
  stored: Task | undefined,
  existing: Existing,
  now: Date,
): Decision {
  const task = mergeImported(given, id, stored, now)
  if (!stored) return { status: 'created', task }
  if (isSame(task, stored)) return { status: 'skipped', reason: 'is here already' }
  if (existing === 'newer' && isOlder(given.updatedAt, named, stored))
    return { status: 'skipped', reason: 'was changed here since' }
  return { status: 'updated', task, before: stored, event: eventOf(stored, task) }
}

/** An entry without an id of its own is known by its content, so any difference was made here. */
const isOlder = (updatedAt: string | undefined, named: boolean, stored: Task): boolean =>
  updatedAt === undefined ? !named : updatedAt < stored.updatedAt

const isSame = (a: Task, b: Task): boolean =>
  isDeepStrictEqual(content(a), content(b)) && isSameRule(a.repeat?.rule, b.repeat?.rule)

/** What a person would call the task: not its count of changes, nor what follows from the rest. */
function content({ version: _, updatedAt: __, dueAt: ___, repeat, ...task }: Task) {
  return { ...task, repeat: repeat && { ...repeat, rule: '' } }
}

/** iCalendar may write the parts of a rule in another order. */
const isSameRule = (a: RuleText | undefined, b: RuleText | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && formatRule(ruleOf(a)) === formatRule(ruleOf(b)))

/** As if it had been done here, so that a series that was completed elsewhere moves on. */
function eventOf(before: Task, after: Task): TaskEvent {
  if (before.deletedAt !== after.deletedAt && after.deletedAt) return taskDeleted
  if (before.deletedAt && !after.deletedAt) return taskRestored
  if (before.status === after.status) return taskUpdated
  if (after.status === 'open') return taskReopened
  return after.skippedAt ? taskSkipped : taskCompleted
}
