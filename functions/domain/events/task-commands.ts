import * as v from 'valibot'
import { defineEvent } from '../../kit/core/event-type.ts'
import { closed } from '../../kit/core/schema.ts'
import { YEAR_MINUTES } from '../limits.ts'
import { NewTask, TaskPatch } from '../task.ts'
import { exampleActor, exampleTask, Instant, Uuid } from './snapshot.ts'

/** The owner of the task. When absent, the owner of the token that came with the command. */
const who = { userId: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(255))) }
const version = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1)))

/** The id of the task. When absent, the subject of the event. */
const which = { id: v.exactOptional(Uuid), version }

const SnoozeMinutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(YEAR_MINUTES))

/** For the next task of a series. It is created only if the task before it is still completed or skipped at `leftAt`. */
const follows = v.exactOptional(closed({ taskId: Uuid, leftAt: Instant }))

export const CreateTask = closed({ ...who, ...NewTask.entries, follows })
export const UpdateTask = closed({ ...who, ...which, ...TaskPatch.entries })
export const NameTask = closed({ ...who, ...which })
export const SnoozeTask = v.union([
  closed({ ...who, id: v.exactOptional(Uuid), reminderId: Uuid, minutes: SnoozeMinutes }),
  closed({
    ...who,
    id: v.exactOptional(Uuid),
    reminderId: Uuid,
    until: v.union([Instant, v.literal('tomorrow-morning')]),
  }),
])

const userId = exampleActor.id
const { id } = exampleTask

export const createTaskCommand = defineEvent({
  type: 'zerodue.task.create.v1',
  topic: 'task-commands',
  summary: 'Create a task',
  data: CreateTask,
  example: { userId, title: 'Water the plants', due: { date: '2026-11-21', time: '09:30', zone: 'Asia/Karachi' } },
})

export const updateTaskCommand = defineEvent({
  type: 'zerodue.task.update.v1',
  topic: 'task-commands',
  summary: 'Change a task by a JSON Merge Patch',
  data: UpdateTask,
  example: { userId, id, priority: 'P1' },
})

export const completeTaskCommand = defineEvent({
  type: 'zerodue.task.complete.v1',
  topic: 'task-commands',
  summary: 'Complete a task',
  data: NameTask,
  example: { userId, id },
})

export const snoozeTaskCommand = defineEvent({
  type: 'zerodue.task.snooze.v1',
  topic: 'task-commands',
  summary: 'Snooze a reminder of a task',
  data: SnoozeTask,
  example: { userId, id, reminderId: '0193a5e0-0000-7000-8000-000000000002', minutes: 60 },
})

export const deleteTaskCommand = defineEvent({
  type: 'zerodue.task.delete.v1',
  topic: 'task-commands',
  summary: 'Delete a task; it can be restored for 30 days',
  data: NameTask,
  example: { userId, id },
})
