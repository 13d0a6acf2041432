import type { NewTask, Task, TaskPatch } from '../../functions/domain/task.ts'
import type { Refusal } from './refusal.ts'

/** An action on a task that waits for the server's answer. Its id is its idempotency key; ids sort by age. */
export type Operation = Common & Action

interface Common {
  id: string
  taskId: string
  /** When the action happened, by this device's clock. */
  at: string
  /** The server's refusal. A refused operation is sent again only by a retry. */
  problem?: Refusal
}

export type Action = Create | Update | Verb | Snooze | EndSnooze

export interface Create {
  kind: 'create'
  task: NewTask & { id: string }
}

export interface Update {
  kind: 'update'
  /** Whole fields: `due` and `repeat` name all of their parts. */
  patch: TaskPatch
  /** The fields before the person changed them. */
  before: Pick<Task, Field>
}

export interface Verb {
  kind: 'complete' | 'reopen' | 'skip' | 'remove' | 'restore'
}

export interface Snooze {
  kind: 'snooze'
  reminderId: string
  until: { minutes: number } | { until: string }
}

export interface EndSnooze {
  kind: 'end-snooze'
  reminderId: string
}

export type Field = 'title' | 'notes' | 'priority' | 'tags' | 'due' | 'repeat' | 'reminders'
export const fields: readonly Field[] = ['title', 'notes', 'priority', 'tags', 'due', 'repeat', 'reminders']

/** Ends an occurrence, so that the next one follows. */
export const isClosing = ({ kind }: Action): boolean => kind === 'complete' || kind === 'skip'

export const isWaiting = (operation: Operation): boolean => operation.problem === undefined

/** A patch as it is stored and sent: whole fields, text in Unicode's composed form, reminders with ids. */
export function wholePatch(task: Task, patch: TaskPatch, newId: () => string): TaskPatch {
  const due = patch.due && { time: null, ...task.due, ...patch.due }
  const repeat = patch.repeat && { ...ruleOf(task), ...patch.repeat }
  return {
    ...patch,
    ...(patch.title !== undefined && { title: patch.title.normalize('NFC') }),
    ...(patch.notes && { notes: patch.notes.normalize('NFC') }),
    ...(patch.tags && { tags: patch.tags.map(tag => tag.normalize('NFC')) }),
    ...(due && { due }),
    ...(repeat && { repeat }),
    ...(patch.reminders && { reminders: patch.reminders.map(one => ({ ...one, id: one.id ?? newId() })) }),
  }
}

const ruleOf = ({ repeat }: Task) => repeat && { rule: repeat.rule, from: repeat.from }

export const fieldsOf = (task: Task): Pick<Task, Field> => ({
  title: task.title,
  notes: task.notes,
  priority: task.priority,
  tags: task.tags,
  due: task.due,
  repeat: task.repeat,
  reminders: task.reminders,
})

/** A field's value as a patch names it: `time: null` for a date without a time, only the editable parts of a rule. */
export function asPatched(field: Field, value: unknown): unknown {
  if (field === 'due' && value) return { time: null, ...value }
  if (field !== 'repeat' || !value) return value
  const { rule, from, start } = value as NonNullable<Task['repeat']>
  return { rule, from, start }
}
