import { randomInt } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { create } from '../../../../functions/domain/create.ts'
import { taskCreated } from '../../../../functions/domain/events/task-events.ts'
import type { Task } from '../../../../functions/domain/task.ts'
import type { OutboxEvent } from '../../../../functions/kit/events/event.ts'
import { changeEvents } from '../../../../functions/task-api/events.ts'

/** Several people create tasks at once: creates of one person would wait for each other. */
export const people = Array.from({ length: 16 }, (_, i) => `person-${i}`)

export const anybody = (): string => people[randomInt(people.length)] ?? ''

/** The same new task for every side. */
export const newTask = {
  title: 'Call the plumber about the kitchen tap',
  notes: '',
  priority: 'P2',
  tags: [],
  due: { date: '2026-11-23', time: '09:30', zone: 'Asia/Karachi' },
  repeat: null,
  reminders: [],
  occurrence: 1,
} as const

/** The task and events that the route makes of it. */
export function made(userId: string): { task: Task; events: OutboxEvent[] } {
  const now = new Date()
  const task = create({ ...newTask, tags: [], reminders: [] }, now, newId)
  return { task, events: changeEvents(taskCreated, task, Object.keys(task), callerOf(userId), now) }
}

export const callerOf = (userId: string) => ({
  userId,
  actor: { kind: 'user' as const, id: userId },
  scopes: [],
  since: new Date(),
})
