import type { Task } from '../../functions/domain/task.ts'
import type { Actions, UndoKind, UndoToken } from '../model/client.ts'
import { inverse } from '../model/inverse.ts'
import { newTask } from '../model/new-task.ts'
import { type Deed, fieldsOf, wholePatch } from '../model/operation.ts'
import { together } from '../model/replica.ts'
import { conflictActions } from './conflicts.ts'
import type { createJournal, Done } from './journal.ts'
import type { Platform } from './platform.ts'
import { changeBy, type Session, taskNow, withoutSuccessors } from './session.ts'

export interface Doing {
  platform: Platform
  session: () => Session
  journal: ReturnType<typeof createJournal>
  /** The person's own zone. */
  zone: () => string
  /** Told of tasks that were completed or skipped. */
  left: (session: Session, ids: readonly string[]) => void
}

type TaskActions = Omit<Actions, 'dismiss' | 'prefer' | 'saveFilter' | 'removeFilter'>
type Planned = { taskId: string; deed: Deed }

/** What people do to tasks: seen before this returns, kept and sent after. */
export function taskActions(doing: Doing): TaskActions {
  const { platform, session, journal, zone, left } = doing

  /** Does all of it at once, and notes how to take it back. */
  function carryOut(planned: Planned[]): Done[] {
    const now = session()
    const befores = planned.map(({ taskId }) => taskNow(now, taskId))
    const reopened = planned.flatMap(({ deed }, i) => (deed.kind === 'reopen' ? (befores[i] ?? []) : []))
    now.hub.commit(together(changeBy(now, platform, planned), withoutSuccessors(now, reopened), settled(now, planned)))
    left(
      now,
      planned.flatMap(({ taskId, deed }) => (deed.kind === 'complete' || deed.kind === 'skip' ? taskId : [])),
    )
    return planned.flatMap(({ taskId, deed }, i) => {
      const after = taskNow(now, taskId)
      return after ? [{ taskId, deed, before: befores[i], after }] : []
    })
  }

  const each = (
    what: UndoKind,
    ids: string | readonly string[],
    deedOf: (task: Task) => Deed | undefined,
  ): UndoToken => {
    const planned = [ids].flat().flatMap(taskId => {
      const task = taskNow(session(), taskId)
      const deed = task && deedOf(task)
      return deed ? [{ taskId, deed }] : []
    })
    return journal.add(what, planned.length ? carryOut(planned) : [])
  }

  const there = (task: Task) => !task.deletedAt
  return {
    create(drafts) {
      const tasks = drafts.map(draft => newTask(draft, zone(), () => platform.newId()))
      const done = carryOut(tasks.map(task => ({ taskId: task.id, deed: { kind: 'create', task } })))
      return { ids: tasks.map(task => task.id), undo: journal.add('created', done) }
    },
    update: (ids, patch) =>
      each('updated', ids, task => {
        const whole = wholePatch(task, patch, () => platform.newId())
        if (whole.title?.trim() === '') delete whole.title
        const isEdit = there(task) && Object.keys(whole).length > 0
        return isEdit ? { kind: 'update', patch: whole, before: fieldsOf(task) } : undefined
      }),
    complete: ids =>
      each('completed', ids, task => (there(task) && task.status === 'open' ? { kind: 'complete' } : undefined)),
    reopen: ids =>
      each('reopened', ids, task => (there(task) && task.status === 'done' ? { kind: 'reopen' } : undefined)),
    skip: ids =>
      each('skipped', ids, task =>
        there(task) && task.status === 'open' && task.repeat ? { kind: 'skip' } : undefined,
      ),
    remove: ids => each('removed', ids, task => (there(task) ? { kind: 'remove' } : undefined)),
    restore: ids => each('restored', ids, task => (there(task) ? undefined : { kind: 'restore' })),
    snooze: (id, reminderId, until) =>
      each('snoozed', id, task =>
        there(task) && task.reminders.some(one => one.id === reminderId)
          ? { kind: 'snooze', reminderId, until }
          : undefined,
      ),
    undo(token) {
      const entry = journal.take(token)
      if (!entry) return null
      const planned = entry.done.toReversed().flatMap(({ taskId, deed, before, after }) => {
        const now = taskNow(session(), taskId)
        const back = now && inverse(deed, before, after, now)
        return back ? [{ taskId, deed: back.kind === 'update' && now ? { ...back, before: fieldsOf(now) } : back }] : []
      })
      if (planned.length) carryOut(planned)
      entry.back?.()
      return { what: entry.what, count: entry.back ? 1 : planned.length }
    },
    ...conflictActions({ ...doing, each }),
  }
}

/** Whoever writes a field anew has chosen: a conflict about it is over. */
function settled({ hub: { replica } }: Session, planned: Planned[]) {
  const conflicts = planned.flatMap(({ taskId, deed }) => {
    const open = replica.conflicts.get(taskId)
    if (deed.kind !== 'update' || !open) return []
    return [[taskId, open.filter(one => deed.patch[one.field] === undefined)] as [string, typeof open]]
  })
  return conflicts.length ? { conflicts } : {}
}
