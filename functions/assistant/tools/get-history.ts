import * as v from 'valibot'
import { Instant } from '../../domain/instant.ts'
import { Id, type Task } from '../../domain/task.ts'
import { closed } from '../../kit/core/schema.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { pageOf } from './arguments.ts'
import { fit } from './fit.ts'
import { nextOf } from './list-tasks.ts'
import { tokensFor, written } from './show-task.ts'
import { defineTool, reads } from './tool.ts'

interface Entry {
  type: string
  taskId: string | null
  time: string
  actor: { kind: string } | null
  data: { task?: Partial<Task>; changed?: string[] } | null
}

export const getHistory = defineTool({
  name: 'get_history',
  title: 'History',
  description: 'What happened to a task, or to all tasks, newest first: who, when, and the values after each change.',
  input: closed({
    taskId: v.exactOptional(Id),
    from: v.exactOptional(Instant),
    to: v.exactOptional(Instant),
    ...pageOf(20, 50),
  }),
  scope: 'read',
  annotations: reads,
  async run({ api }, query) {
    const page = (await api.call('GET', '/api/audit', { query })).body as { items: Entry[]; next: string | null }
    const show = (most: Detail) => () => ({
      events: page.items.map(entry => showEntry(entry, most, query.taskId === undefined)),
      ...nextOf(page),
    })
    const forms: Detail[] = [
      { title: 120, notes: 200, tags: 20 },
      { title: 120, notes: 60, tags: 10 },
      { title: 60, notes: 20, tags: 3 },
      { title: 30, notes: 0, tags: 0 },
      { title: 12, notes: 0, tags: 0, only: 'title' },
    ]
    return { outcome: 'done', data: fit(forms.map(show), tokensFor(page.items.length)), written }
  },
})

interface Detail {
  title: number
  notes: number
  tags: number
  /** Only the title, and the names of the other fields that changed. */
  only?: 'title'
}

/** Fields that follow from others, or that every change touches. */
const quiet = new Set([
  'id', 'version', 'createdAt', 'updatedAt', 'completedAt', 'skippedAt', 'deletedAt', 'dueAt', 'seriesId', 'occurrence',
]) // biome-ignore format: one list, read as one

function showEntry({ type, taskId, time, actor, data }: Entry, detail: Detail, named: boolean): object {
  const task = /^zerodue\.task\./.test(type) ? (data?.task ?? {}) : {}
  const changed = (data?.changed ?? []).filter(field => !quiet.has(field))
  const fields = changed.filter(field => !isEmpty(task[field as keyof Task]) || !type.includes('created'))
  const values = Object.fromEntries(fields.map(field => [field, shownValue(task, field, detail)]))
  return {
    time: time.replace(/\.\d+Z$/, 'Z'),
    event: type.replace(/^zerodue\./, '').replace(/\.v\d+$/, ''),
    ...(actor && { by: actor.kind }),
    ...(named && taskId && { taskId }),
    ...(named && task.title !== undefined && { title: shorten(task.title, detail.title) }),
    ...(fields.length && (detail.only ? { changed: fields } : { values })),
  }
}

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === 'P4' ||
  value === 'open' ||
  (Array.isArray(value) && !value.length)

/** The value after the change. `null` for one that the change took away. */
function shownValue(task: Partial<Task>, field: string, { title, notes, tags }: Detail): unknown {
  if (field === 'title') return shorten(task.title ?? '', title)
  if (field === 'notes') return shorten(task.notes ?? '', Math.max(1, notes))
  if (field === 'tags') return task.tags?.slice(0, tags)
  if (field === 'reminders') return task.reminders?.length
  if (field === 'repeat') return task.repeat ? { rule: shorten(task.repeat.rule, 60), from: task.repeat.from } : null
  return task[field as keyof Task] ?? null
}
