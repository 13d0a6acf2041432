import * as v from 'valibot'
import { applyPatch } from '../../domain/change.ts'
import { LocalDate, LocalTime } from '../../domain/local-date.ts'
import { Tags, tagKey } from '../../domain/tag.ts'
import { Notes, Priority, type Task, type TaskPatch, Title } from '../../domain/task.ts'
import { Zone } from '../../domain/zone.ts'
import { closed } from '../../kit/core/schema.ts'
import { confirmable, RepeatArgument, TaskIds } from './arguments.ts'
import { changeTasks } from './change-tasks.ts'
import { zoneOf } from './people.ts'
import { invalidArguments, refused, ToolRefused } from './refusal.ts'
import { defineTool, writes } from './tool.ts'
import { isTooLong, undoUpdate } from './undo-update.ts'

const fields = {
  title: v.exactOptional(Title),
  notes: v.exactOptional(v.nullable(Notes)),
  priority: v.exactOptional(Priority),
  due: v.exactOptional(
    v.nullable(
      closed({
        date: v.exactOptional(LocalDate),
        time: v.exactOptional(v.nullable(LocalTime)),
        zone: v.exactOptional(Zone),
      }),
    ),
  ),
  repeat: v.exactOptional(v.nullable(RepeatArgument)),
  addTags: v.exactOptional(Tags),
  removeTags: v.exactOptional(Tags),
}
const Fields = closed(fields)
type Fields = v.InferOutput<typeof Fields>

export const updateTask = defineTool({
  name: 'update_task',
  title: 'Change tasks',
  description:
    'Change only the fields you name. null clears due, due.time, repeat or notes. Parts of due that you leave out stay. P4 is no priority.',
  input: closed({ taskIds: TaskIds, ...fields, ...confirmable }),
  scope: 'write',
  annotations: { ...writes, destructiveHint: true },
  async run(context, { taskIds, confirmToken, idempotencyKey, ...named }) {
    if (!Object.keys(named).length) return invalidArguments([{ path: '', message: 'must name a field to change' }])
    const zone = named.due && !named.due.zone ? await zoneOf(context.api) : undefined
    const patchOf = (task: Task) => patchFor(task, named, zone)
    const after = (task: Task) => applyPatch(task, patchOf(task), () => '')
    return changeTasks(context, {
      tool: 'update_task',
      taskIds,
      // The zone of the person is a part of what a confirmation confirms.
      arguments: { taskIds, ...named, zone },
      ...(confirmToken !== undefined && { confirmToken }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      operation: task => ({ op: 'update', patch: patchOf(task) }),
      fields: Object.keys(patchFields(named)) as (keyof Task)[],
      after,
      destructive: task => leavesSeries(task, after(task)) || isTooLong(undoUpdate([after(task)], [task]), 1),
      undo: undoUpdate,
    })
  },
})

/** No call gives a task its place in a series back: which occurrence it is, and when the series began. */
const leavesSeries = (before: Task, after: Task): boolean =>
  before.occurrence > 1 && JSON.stringify(before.repeat) !== JSON.stringify(after.repeat)

/** The fields of the task that the call names. */
const patchFields = ({ addTags, removeTags, ...rest }: Fields) => ({
  ...rest,
  ...((addTags ?? removeTags) && { tags: [] }),
})

/** A merge patch with nothing in it that the call does not name. */
function patchFor(task: Task, { addTags, removeTags, due, ...rest }: Fields, zone: string | undefined): TaskPatch {
  const repeats = rest.repeat === undefined ? task.repeat : rest.repeat
  if (repeats && !(due === undefined ? task.due : due)) throw new ToolRefused(needsDue(task))
  return {
    ...rest,
    ...(due !== undefined && { due: due && { ...due, ...(!task.due && !due.zone && zone && { zone }) } }),
    ...((addTags ?? removeTags) && { tags: tagsAfter(task, addTags ?? [], removeTags ?? []) }),
  }
}

/** The API would take the rule away together with the date, although the call does not name it. */
const needsDue = ({ id }: Task) =>
  refused(
    'repeat-needs-due',
    'A task that repeats needs a due date. Clearing due also takes repeat: null in the same call.',
    {
      errors: [{ path: 'due', message: 'is needed by a task that repeats' }],
      data: { taskId: id },
    },
  )

function tagsAfter(task: Task, add: string[], remove: string[]): string[] {
  const removed = new Set(remove.map(tagKey))
  const left = task.tags.filter(tag => !removed.has(tagKey(tag)))
  const known = new Set(left.map(tagKey))
  return [...left, ...add.filter(tag => !known.has(tagKey(tag)))]
}
