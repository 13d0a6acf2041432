import { v5 as idOf } from 'uuid'
import * as v from 'valibot'
import { settled } from '../../domain/create.ts'
import { Due } from '../../domain/due.ts'
import { Instant } from '../../domain/instant.ts'
import { type Reminder, Reminders } from '../../domain/reminder.ts'
import { Tags } from '../../domain/tag.ts'
import { Id, NewRepeat, Notes, Occurrence, Priority, Status, type Task, Title } from '../../domain/task.ts'
import type { Fault } from '../../kit/core/refusal.ts'
import { closed } from '../../kit/core/schema.ts'
import { faultsOf } from '../../kit/http/validate.ts'

/** The next versions must still fit into an integer. */
const mostVersion = 1_000_000_000

/** A task of a file. Only the title is required. An absent field keeps its stored value, or the default of a new task. */
const ImportedTask = closed({
  id: v.exactOptional(Id),
  version: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostVersion))),
  title: Title,
  notes: v.exactOptional(Notes),
  status: v.exactOptional(Status),
  priority: v.exactOptional(Priority),
  tags: v.exactOptional(Tags),
  due: v.exactOptional(v.nullable(Due)),
  /** Not used: it follows from `due`. */
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

/** The task of a row, or its mistakes. */
export function checkImported(fields: Record<string, unknown>): { task: ImportedTask } | { faults: Fault[] } {
  const outcome = v.safeParse(ImportedTask, fields)
  if (!outcome.success) return { faults: outcome.issues.flatMap(issue => faultsOf(issue)) }
  const task = outcome.output
  const faults: Fault[] = []
  if (task.repeat && !task.due) faults.push({ path: 'due', message: 'is needed by a task that repeats' })
  if (task.status !== 'done' && (task.completedAt || task.skippedAt))
    faults.push({ path: 'status', message: 'must be done when the task has completedAt or skippedAt' })
  return faults.length ? { faults } : { task }
}

/** The task to store: the stored task with the fields of the file, or a new one. */
export function mergeImported(imported: ImportedTask, id: string, stored: Task | undefined, now: Date): Task {
  const at = now.toISOString()
  const due = imported.due !== undefined ? imported.due : (stored?.due ?? null)
  const base = stored ?? newTask(id, at)
  const status = imported.status ?? base.status
  const { skippedAt: _, deletedAt: __, ...rest } = base
  return settled({
    ...rest,
    title: imported.title,
    notes: imported.notes ?? base.notes,
    priority: imported.priority ?? base.priority,
    tags: imported.tags ?? base.tags,
    due,
    repeat: repeatOf(imported, base, due),
    seriesId: imported.seriesId ?? base.seriesId,
    occurrence: imported.occurrence ?? base.occurrence,
    reminders: imported.reminders ? withSteadyIds(imported.reminders, id) : base.reminders,
    createdAt: imported.createdAt ?? base.createdAt,
    version: stored ? stored.version + 1 : (imported.version ?? 1),
    updatedAt: stored ? at : (imported.updatedAt ?? at),
    ...statusOf(imported, base, status, at),
    ...(imported.deletedAt && { deletedAt: imported.deletedAt }),
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

type StatusFields = Pick<Task, 'status' | 'completedAt' | 'skippedAt'>

/** A done task needs a time of completion: without one in the file or the stored task it is now. */
function statusOf(imported: ImportedTask, base: Task, status: Task['status'], at: string): StatusFields {
  if (status === 'open') return { status, completedAt: null }
  const { skippedAt, completedAt } = imported.completedAt || imported.skippedAt ? imported : base
  if (skippedAt) return { status, completedAt: completedAt ?? null, skippedAt }
  return { status, completedAt: completedAt ?? at }
}

/** A second import of the same file must not create new reminders. */
const withSteadyIds = (reminders: Reminder[], taskId: string): Reminder[] =>
  reminders.map((reminder, i) => ({ ...reminder, id: reminder.id ?? idOf(`reminder ${i}`, taskId) }))
