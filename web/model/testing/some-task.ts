import type { LocalTask } from '../local-task.ts'

/** A task whose id is its title. */
export const someTask = (rest: Partial<LocalTask>): LocalTask => ({
  id: rest.title ?? 'task',
  version: 1,
  title: 'task',
  notes: '',
  status: 'open',
  priority: 'P4',
  tags: [],
  due: null,
  dueAt: null,
  repeat: null,
  seriesId: 's',
  occurrence: 1,
  reminders: [],
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
  completedAt: null,
  pending: false,
  ...rest,
})
