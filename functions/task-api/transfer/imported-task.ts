import { v5 as idOf } from 'uuid'
import * as v from 'valibot'
import { settled } from '../../domain/create.ts'
import { Due } from '../../domain/due.ts'
import { Instant } from '../../domain/instant.ts'
import type { Reminder } from '../../domain/reminder.ts'
import { Reminders } from '../../domain/reminder.ts'
import { Tags } from '../../domain/tag.ts'
import { Id, NewRepeat, Notes, Occurrence, Priority, Status, type Task, Title } from '../../domain/task.ts'
import type { Fault } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { faultsOf } from '../../kit/http/validate.ts'

/** A version beyond this could not be counted on from. */
const mostVersion = 1_000_000_000

/** A task as a file tells it. Only the title must be there; what is absent stays as it is, or begins as for a new task. */
export const ImportedTask = closed({
  id: v.exactOptional(Id),
  version: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostVersion))),
  title: Title,
  notes: v.exactOptional(Notes),
  status: v.exactOptional(Status),
  priority: v.exactOptional(Priority),
  tags: v.exactOptional(Tags),
  due: v.exactOptional(v.nullable(Due)),
  /** Follows from `due`, by the clocks that we know: what the file says of it is not used. */
  dueAt: v.exactOptional(v.nullable(Instant)),
  repeat: v.exactOptional(v.nullable(NewRepeat)),
  seriesId: v.exactOptional(Id),
  occurrence: v.exactOptional(Occurrence),
  reminders: v.exactOptional(Reminders),
  createdAt: v.exactOptional(Instant),
  updatedAt: v.exactOptional(Instant),
  completedAt: v.exactOptional(v.nullable(Instant)),
  skippedAt: v.exactOptional(Instant),
  deletedAt: v.exactOptional(Instant),
})
export type ImportedTask = v.InferOutput<typeof ImportedTask>

/** The task of an entry, or everything that is wrong with it. */
export function checkImported(given: Record<string, unknown>): { task: ImportedTask } | { faults: Fault[] } {
  const outcome = v.safeParse(ImportedTask, given)
  if (!outcome.success) return { faults: outcome.issues.flatMap(issue => faultsOf(issue)) }
  const task = outcome.output
  const faults: Fault[] = []
  if (task.repeat && !task.due) faults.push({ path: 'due', message: 'is needed by a task that repeats' })
  if (task.status !== 'done' && (task.completedAt || task.skippedAt))
    faults.push({ path: 'status', message: 'must be done when the task was completed or skipped' })
  return faults.length ? { faults } : { task }
}

/** As it will be stored: on top of what is there under its id, or as a new task. `id` is its own or one derived from it. */
export function mergeImported(given: ImportedTask, id: string, stored: Task | undefined, now: Date): Task {
  const at = now.toISOString()
  const due = given.due !== undefined ? given.due : (stored?.due ?? null)
  const base = stored ?? newTask(id, at)
  const status = given.status ?? base.status
  const { skippedAt: _, deletedAt: __, ...kept } = base
  return settled({
    ...kept,
    title: given.title,
    notes: given.notes ?? base.notes,
    priority: given.priority ?? base.priority,
    tags: given.tags ?? base.tags,
    due,
    repeat: repeatOf(given, base, due),
    seriesId: given.seriesId ?? base.seriesId,
    occurrence: given.occurrence ?? base.occurrence,
    reminders: given.reminders ? withSteadyIds(given.reminders, id) : base.reminders,
    createdAt: given.createdAt ?? base.createdAt,
    version: stored ? stored.version + 1 : (given.version ?? 1),
    updatedAt: stored ? at : (given.updatedAt ?? at),
    ...statusOf(given, base, status, at),
    ...(given.deletedAt && { deletedAt: given.deletedAt }),
  })
}

const newTask = (id: string, at: string): Task => ({
  id,
  version: 1,
  title: '',
  notes: '',
  status: 'open',
  priority: 'P4',
  tags: [],
  due: null,
  dueAt: null,
  repeat: null,
  seriesId: id,
  occurrence: 1,
  reminders: [],
  createdAt: at,
  updatedAt: at,
  completedAt: null,
})

function repeatOf({ repeat }: ImportedTask, base: Task, due: Due | null): Task['repeat'] {
  if (!due) return null
  if (repeat === undefined) return base.repeat
  return repeat && { ...repeat, start: repeat.start ?? due }
}

type Ending = Pick<Task, 'status' | 'completedAt' | 'skippedAt'>

/** What is done was done at some time: when no file says when, then by now. */
function statusOf(given: ImportedTask, base: Task, status: Task['status'], at: string): Ending {
  if (status === 'open') return { status, completedAt: null }
  const told = given.completedAt || given.skippedAt ? given : base
  const { skippedAt, completedAt } = told
  if (skippedAt) return { status, completedAt: completedAt ?? null, skippedAt }
  return { status, completedAt: completedAt ?? at }
}

/** Importing the same file again must not make other reminders. */
const withSteadyIds = (reminders: Reminder[], taskId: string): Reminder[] =>
  reminders.map((reminder, i) => ({ ...reminder, id: reminder.id ?? idOf(`reminder ${i}`, taskId) }))
