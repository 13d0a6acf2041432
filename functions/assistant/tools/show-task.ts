import { MAX_TITLE } from '../../domain/limits.ts'
import type { Reminder } from '../../domain/reminder.ts'
import type { Task } from '../../domain/task.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { fit, usualTokens } from './fit.ts'

/** The fields that hold text of people or of imported files. */
export const written = ['title', 'notes', 'tags'] as const

/** How much of a task to show. */
export interface Detail {
  title: number
  notes: number
  tags: number
  /** All reminders and the rule, or only that there are some, or none of these. */
  parts: 'all' | 'some' | 'none'
}

const whole: Detail = { title: MAX_TITLE, notes: 200, tags: 20, parts: 'all' }
const listed: Detail = { title: 120, notes: 200, tags: 20, parts: 'some' }
const shorter: Detail[] = [
  { title: 120, notes: 60, tags: 20, parts: 'some' },
  { title: 120, notes: 0, tags: 5, parts: 'some' },
  { title: 80, notes: 0, tags: 3, parts: 'some' },
  { title: 50, notes: 0, tags: 1, parts: 'some' },
  { title: 30, notes: 0, tags: 0, parts: 'some' },
  { title: 16, notes: 0, tags: 0, parts: 'none' },
]

/** A task without what goes without saying: no nulls, no P4, no empty lists, no status while it is open. */
function show(task: Task, detail: Detail): object {
  const { id, title, notes, status, priority, due, repeat, reminders, completedAt, skippedAt, deletedAt } = task
  const tags = task.tags.slice(0, detail.tags)
  const full = detail.parts === 'all'
  const named = { id, title: shorten(title, detail.title) }
  if (detail.parts === 'none') return named
  return {
    ...named,
    ...cutNotes(notes, detail.notes),
    ...(status === 'done' && { status }),
    ...(priority !== 'P4' && { priority }),
    ...(tags.length && { tags }),
    ...(task.tags.length > tags.length && { moreTags: task.tags.length - tags.length }),
    ...(due && { due }),
    ...(repeat && { repeat: full ? { rule: repeat.rule, from: repeat.from } : true }),
    ...(reminders.length && { reminders: full ? reminders.map(showReminder) : reminders.length }),
    ...(completedAt && { completedAt }),
    ...(skippedAt && { skippedAt }),
    ...(deletedAt && { deletedAt }),
  }
}

function cutNotes(notes: string, most: number): object {
  if (!notes) return {}
  return { ...(most && { notes: shorten(notes, most) }), ...(notes.length > most && { notesCut: true }) }
}

const showReminder = ({ firedAt: _, ...reminder }: Reminder): object => reminder

/** One task or a few after a write, with everything in it that fits. */
export const showTasks = (tasks: readonly Task[], more: object = {}, tokens = usualTokens): object =>
  fit(
    [whole, { ...whole, title: 120 }, listed, ...shorter].map(detail => () => ({
      tasks: tasks.map(task => show(task, detail)),
      ...more,
    })),
    tokens,
  )

/** One task, with everything in it that fits. */
export const showTask = (task: Task, more: object = {}): object =>
  fit([whole, { ...whole, tags: 5 }, listed, ...shorter].map(detail => () => ({ task: show(task, detail), ...more })))

/** A page of tasks. A page of more than the usual size may cost more. */
export const showPage = (
  tasks: readonly Task[],
  more: object,
  each: (task: Task) => object = () => ({}),
  details: readonly Detail[] = [listed, ...shorter],
): object =>
  fit(
    details.map(detail => () => ({ tasks: tasks.map(task => ({ ...show(task, detail), ...each(task) })), ...more })),
    tokensFor(tasks.length),
  )

export const tokensFor = (items: number): number => usualTokens * Math.max(1, items / 20)

/** A page of tasks that shows the rules. */
export const withRules: Detail[] = [{ ...listed, notes: 0, parts: 'all' }, ...shorter]
