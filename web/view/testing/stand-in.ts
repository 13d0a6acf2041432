import { computed, signal } from '@preact/signals'
import { instantDue } from '../../../functions/domain/create.ts'
import { ruleText } from '../../../functions/domain/recurrence/rule-text.ts'
import type { Client, NewTaskDraft, UndoKind } from '../../model/client.ts'
import type { LocalTask } from '../../model/local-task.ts'
import type { Refusal } from '../../model/refusal.ts'
import { chatStandIn } from './stand-in-chat.ts'
import { programsStandIn } from './stand-in-programs.ts'
import { queriesStandIn } from './stand-in-queries.ts'
import { settingsStandIn } from './stand-in-settings.ts'

export interface StandInOptions {
  tasks: LocalTask[]
  language: 'en' | 'ur'
  theme: 'light' | 'dark' | 'contrast' | 'system'
  signedIn: boolean
  connection: 'online' | 'offline' | 'signed-out'
  zone: string
  /** What is connected: a few programs, `none`, or a server that is `away` or a network that is `offline`. */
  programs?: string | null
}

export const noAccount: Refusal = { refused: 'no-account', detail: 'There is no account.', errors: [] }

/**
 * A client for looking at screens: it holds everything in memory, stores nothing and sends nothing. Its types match the
 * real client; its behaviour proves nothing about it.
 */
export function standIn(options: StandInOptions): Client {
  const tasks = signal<ReadonlyMap<string, LocalTask>>(new Map(options.tasks.map(task => [task.id, task])))
  const deleted = signal<ReadonlyMap<string, LocalTask>>(new Map())
  const undoable = signal<{ token: string; kind: UndoKind; count: number } | null>(null)
  const backs = new Map<string, () => void>()
  const account = signal(options.signedIn ? { id: 'u1', email: 'ana@example.com' } : null)
  const profile = signal<Client['profile']['value']>({
    id: 'u1',
    email: 'ana@example.com',
    name: 'Ana',
    zone: options.zone,
    locale: options.language,
    defaultReminder: 'PT30M',
    quietHours: { from: '22:00', to: '07:00' },
    morning: '09:00',
    version: 1,
  })
  const filters = signal<Client['savedFilters']['value']>(
    options.tasks.length ? [{ id: 'f1', name: 'Important', query: { priority: ['P1', 'P2'] } }] : [],
  )
  const notices = signal<Client['notices']['value']>([])
  const preferences = signal<Client['preferences']['value']>({
    language: options.language,
    theme: options.theme,
    numerals: options.language === 'ur' ? 'arabext' : 'latn',
    declinedZone: null,
    speech: false,
  })

  const done = (kind: UndoKind, ids: string | readonly string[], next: ReadonlyMap<string, LocalTask>): string => {
    const token = String(backs.size + 1)
    const earlier = tasks.value
    backs.set(token, () => {
      tasks.value = earlier
    })
    tasks.value = next
    undoable.value = { token, kind, count: typeof ids === 'string' ? 1 : ids.length }
    return token
  }
  const change = (kind: UndoKind, ids: string | readonly string[], by: (task: LocalTask) => Partial<LocalTask>) => {
    const next = new Map(tasks.value)
    for (const id of [ids].flat()) {
      const task = next.get(id)
      if (task) next.set(id, { ...task, ...by(task), updatedAt: new Date().toISOString() })
    }
    return done(kind, ids, next)
  }
  const create = (drafts: readonly NewTaskDraft[]) => {
    const next = new Map(tasks.value)
    const ids = drafts.map(draft => {
      const id = crypto.randomUUID()
      const at = new Date().toISOString()
      const due = draft.due ?? null
      next.set(id, {
        id,
        version: 1,
        title: draft.title,
        notes: draft.notes ?? '',
        status: 'open',
        priority: draft.priority ?? 'P4',
        tags: draft.tags ?? [],
        due,
        dueAt: instantDue(due),
        repeat: draft.repeat && due ? { ...draft.repeat, start: due } : null,
        seriesId: id,
        occurrence: 1,
        reminders: (draft.reminders ?? []).map(reminder => ({ ...reminder, id: crypto.randomUUID() })),
        createdAt: at,
        updatedAt: at,
        completedAt: null,
        pending: options.connection !== 'online',
      })
      return id
    })
    return { ids, undo: done('created', ids, next) }
  }

  const client: Omit<Client, 'chat'> = {
    tasks,
    deleted,
    undoable,
    account,
    notices,
    preferences,
    savedFilters: filters,
    profile: computed(() => (account.value ? profile.value : null)),
    ready: signal(true),
    loading: signal(false),
    connection: signal(options.connection),
    waiting: computed(() => [...tasks.value.values()].filter(task => task.pending).length),
    trouble: signal(null),
    updateReady: signal(false),
    tags: computed(() => tagsOf(tasks.value.values())),
    create,
    update: (ids, patch) =>
      change('updated', ids, task => {
        const due = patch.due === undefined ? task.due : patch.due ? dueOf(task, patch.due) : null
        const { due: _, repeat, ...rest } = patch
        const start = due ?? task.due
        return {
          ...(Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== null)) as Partial<LocalTask>),
          due,
          dueAt: instantDue(due),
          ...(repeat === null && { repeat: null }),
          ...(repeat &&
            start && { repeat: { from: 'due', rule: ruleText('FREQ=DAILY'), start, ...task.repeat, ...repeat } }),
        }
      }),
    complete: ids => change('completed', ids, () => ({ status: 'done', completedAt: new Date().toISOString() })),
    reopen: ids => change('reopened', ids, () => ({ status: 'open', completedAt: null })),
    skip: ids => change('skipped', ids, () => ({ status: 'done' })),
    remove(ids) {
      const [next, removed] = [new Map(tasks.value), new Map(deleted.value)]
      for (const id of [ids].flat()) {
        const task = next.get(id)
        if (task) removed.set(id, task)
        next.delete(id)
      }
      deleted.value = removed
      return done('removed', ids, next)
    },
    restore: ids => done('restored', ids, new Map([...tasks.value, ...deleted.value])),
    snooze(id) {
      notices.value = notices.value.filter(notice => notice.taskId !== id)
      return change('snoozed', id, () => ({}))
    },
    undo(token) {
      const last = undoable.value
      const key = token ?? last?.token
      const back = key && backs.get(key)
      if (!back || !last) return null
      back()
      undoable.value = null
      return { kind: last.kind, count: last.count }
    },
    retry: () => {},
    discard(operationId) {
      tasks.value = new Map(
        [...tasks.value].map(([id, task]) => {
          const { refused, ...rest } = task
          return [id, refused?.operationId === operationId ? rest : task]
        }),
      )
    },
    resolveConflict: (id, field, choice) =>
      change('updated', id, task => ({
        conflicts: (task.conflicts ?? []).filter(conflict => conflict.field !== field),
        ...(choice === 'theirs' && { [field]: task.conflicts?.find(c => c.field === field)?.theirs }),
      })),
    dismiss(id) {
      notices.value = notices.value.filter(notice => notice.id !== id)
    },
    prefer(patch) {
      preferences.value = { ...preferences.value, ...patch }
    },
    saveFilter(filter) {
      const id = filter.id ?? crypto.randomUUID()
      const isKnown = filters.value.some(known => known.id === id)
      const saved = { ...filter, id }
      filters.value = isKnown ? filters.value.map(one => (one.id === id ? saved : one)) : [...filters.value, saved]
      return id
    },
    removeFilter(id) {
      const earlier = filters.value
      const token = done('filter-removed', id, tasks.value)
      backs.set(token, () => {
        filters.value = earlier
      })
      filters.value = earlier.filter(filter => filter.id !== id)
      return token
    },
    ...queriesStandIn(tasks, () => profile.value?.zone ?? 'UTC'),
    ...settingsStandIn(account, profile),
    ...programsStandIn(options.programs ?? null),
  }
  return { ...client, chat: async () => chatStandIn(client) }
}

function dueOf(task: LocalTask, patch: NonNullable<Parameters<Client['update']>[1]['due']>): LocalTask['due'] {
  const { time, ...rest } = { ...task.due, ...patch }
  if (!rest.date) return task.due
  return { date: rest.date, zone: rest.zone ?? 'Asia/Karachi', ...(time && { time }) }
}

function tagsOf(tasks: Iterable<LocalTask>) {
  const tags = new Map<string, { name: string; open: number; count: number }>()
  for (const task of tasks)
    for (const name of task.tags) {
      const tag = tags.get(name) ?? { name, open: 0, count: 0 }
      tags.set(name, { name, open: tag.open + (task.status === 'open' ? 1 : 0), count: tag.count + 1 })
    }
  return [...tags.values()].sort((a, b) => a.name.localeCompare(b.name))
}
