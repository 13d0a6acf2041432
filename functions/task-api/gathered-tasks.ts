import { taskExists } from '../domain/problems.ts'
import type { Reminder } from '../domain/reminder.ts'
import { tagKey } from '../domain/tag.ts'
import type { Task } from '../domain/task.ts'
import { Refused, refuse } from '../kit/core/refusal.ts'
import type { OutboxEvent } from '../kit/events/event.ts'
import { findDefaultReminders, findSpelling, lockTask, lockTasks, saveTasks } from './queries.ts'
import type { TaskStore } from './task-store.ts'
import type { Work } from './work.ts'

export interface GatheredTasks extends TaskStore {
  /** Locks the tasks with these ids and learns which of the ids are free. */
  lockAll(ids: string[]): Promise<void>
  /** Learns how the person spells these tags. */
  learnTags(names: string[]): Promise<void>
  /** Writes all changes in one statement. Throws when another request has taken an id meanwhile. */
  save(): Promise<void>
}

/**
 * The tasks of a batch: it locks them all at once, keeps every change in memory, so that later operations see it, and
 * writes the last version of each task with the events of all its versions.
 */
export function gatherTasks({
  tx,
  caller: { userId },
  written,
}: Pick<Work, 'tx' | 'caller' | 'written'>): GatheredTasks {
  /** `undefined` stands for an id that no task has. */
  const tasks = new Map<string, Task | undefined>()
  const spelling = new Map<string, string>()
  const created = new Set<string>()
  const changed = new Set<string>()
  const versions: Task[] = []
  const events: OutboxEvent[] = []
  let reminders: Promise<Reminder[]> | undefined

  function keep(task: Task, own: OutboxEvent[]): void {
    tasks.set(task.id, task)
    versions.push(task)
    events.push(...own)
    // Of a new tag, the first spelling that is written stays.
    for (const name of task.tags) if (!spelling.has(tagKey(name))) spelling.set(tagKey(name), name)
  }
  /** In the order of their ids, so that two batches with the same new tasks cannot wait for each other. */
  const lastOf = (ids: Set<string>) => [...ids].sort().flatMap(id => tasks.get(id) ?? [])

  return {
    async lockAll(ids) {
      const unknown = [...new Set(ids)].filter(id => !tasks.has(id))
      for (const id of unknown) tasks.set(id, undefined)
      for (const task of await lockTasks(tx, userId, unknown)) tasks.set(task.id, task)
    },
    async learnTags(names) {
      for (const [key, name] of await findSpelling(tx, userId, names)) spelling.set(key, name)
    },
    async lock(id) {
      if (!tasks.has(id)) tasks.set(id, await lockTask(tx, userId, id))
      return tasks.get(id)
    },
    spellTags: async names => names.map(name => spelling.get(tagKey(name)) ?? name),
    defaultReminders() {
      reminders ??= findDefaultReminders(tx, userId)
      return reminders
    },
    async insert(task, own) {
      if (tasks.get(task.id)) throw new Refused(refuse(taskExists))
      created.add(task.id)
      keep(task, own)
    },
    async update(task, own) {
      if (!created.has(task.id)) changed.add(task.id)
      keep(task, own)
    },
    async save() {
      const changes = { created: lastOf(created), changed: lastOf(changed), versions, events }
      written.push(...(await saveTasks(tx, userId, changes)))
    },
  }
}
