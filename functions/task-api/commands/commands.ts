import * as v from 'valibot'
import {
  CreateTask,
  completeTaskCommand,
  createTaskCommand,
  deleteTaskCommand,
  NameTask,
  SnoozeTask,
  snoozeTaskCommand,
  UpdateTask,
  updateTaskCommand,
} from '../../domain/events/task-commands.ts'
import { leftAt } from '../../domain/next-task.ts'
import { taskNotFound, versionMovedOn } from '../../domain/problems.ts'
import type { Task } from '../../domain/task.ts'
import { defineEvent, type EventType } from '../../kit/core/event-type.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import { on } from '../../kit/events/handler.ts'
import { completeTask } from '../complete-task.ts'
import { createTask } from '../create-task.ts'
import { deleteTask } from '../delete-task.ts'
import { lockTask } from '../queries.ts'
import { snoozeReminder } from '../snooze-reminder.ts'
import { updateTask } from '../update-task.ts'
import type { Work } from '../work.ts'
import { AnyCommand, type Command, carryOut, readData, type Verb } from './carry-out.ts'

/** Accepts any data: the verb checks it, so that wrong data refuses the command and the delivery succeeds. */
const withAnyData = ({ type, topic, summary, example }: EventType) =>
  defineEvent({ type, topic, summary, data: AnyCommand, example: example as v.InferInput<typeof AnyCommand> })

const create: Verb = async (work, command) => {
  const data = readData(CreateTask, command)
  if (isRefusal(data)) return data
  const { userId: _, follows, ...task } = data
  if (follows && !(await isStillLeft(work, follows)))
    return refuse(versionMovedOn, { detail: 'The previous task of the series was reopened.' })
  return createTask(work, task)
}

/** The lock orders this command and a reopening. A task that is gone for good counts as left. */
async function isStillLeft({ tx, caller }: Work, follows: { taskId: string; leftAt: string }): Promise<boolean> {
  const task = await lockTask(tx, caller.userId, follows.taskId)
  return !task || leftAt(task) === follows.leftAt
}

const update: Verb = async (work, command) => {
  const data = readData(UpdateTask, command)
  if (isRefusal(data)) return data
  const { userId: _, id = command.subject, version, ...patch } = data
  return id && isUuid(id) ? updateTask(work, id, patch, version) : noTaskNamed
}

const snooze: Verb = async (work, command) => {
  const data = readData(SnoozeTask, command)
  if (isRefusal(data)) return data
  const { id = command.subject, reminderId } = data
  const { id: _, userId: __, reminderId: ___, ...when } = data
  return id && isUuid(id) ? snoozeReminder(work, id, reminderId.toLowerCase(), when) : noTaskNamed
}

const byId =
  (verb: (work: Work, id: string, version?: number) => Promise<Task | Refusal>): Verb =>
  async (work, command: Command) => {
    const data = readData(NameTask, command)
    if (isRefusal(data)) return data
    const { id = command.subject, version } = data
    return id && isUuid(id) ? verb(work, id, version) : noTaskNamed
  }

const noTaskNamed = refuse(taskNotFound, { detail: 'Neither data.id nor the subject names a task.' })
const isUuid = (text: string) => v.is(v.pipe(v.string(), v.uuid()), text)

/** The commands of task-api, from the bus or from a producer with its own token. */
export const commands = [
  on(withAnyData(createTaskCommand), carryOut(create)),
  on(withAnyData(updateTaskCommand), carryOut(update)),
  on(withAnyData(completeTaskCommand), carryOut(byId(completeTask))),
  on(withAnyData(snoozeTaskCommand), carryOut(snooze)),
  on(withAnyData(deleteTaskCommand), carryOut(byId(deleteTask))),
]
