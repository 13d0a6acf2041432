import type { Task } from '../../functions/domain/task.ts'
import type { Actions, UndoKind, UndoToken } from '../model/client.ts'
import { inverse } from '../model/inverse.ts'
import { newTask } from '../model/new-task.ts'
import { type Action, fieldsOf, isClosing, wholePatch } from '../model/operation.ts'
import { together } from '../model/together.ts'
import { conflictActions } from './conflicts.ts'
import type { AppliedAction, createJournal } from './journal.ts'
import type { Platform } from './platform.ts'
import { changeBy, type Session, taskNow, withoutSuccessors } from './session.ts'

interface ActionContext {
  platform: Platform
  session: () => Session
  journal: ReturnType<typeof createJournal>
  /** The person's time zone. */
  zone: () => string
  /** Called with tasks that were completed or skipped. */
  onClosed: (session: Session, ids: readonly string[]) => void
}

type TaskActions = Omit<Actions, 'dismiss' | 'prefer' | 'saveFilter' | 'removeFilter'>
type Planned = { taskId: string; action: Action }

/** Actions on tasks: visible before they return, stored and sent afterwards. */
export function taskActions(context: ActionContext): TaskActions {
  const { platform, session, journal, zone, onClosed } = context

  /** Applies all actions in one change and returns what their undo needs. */
  function apply(planned: Planned[]): AppliedAction[] {
    const now = session()
    const befores = planned.map(({ taskId }) => taskNow(now, taskId))
    const reopened = planned.flatMap(({ action }, i) => (action.kind === 'reopen' ? (befores[i] ?? []) : []))
    now.hub.commit(
      together(changeBy(now, platform, planned), withoutSuccessors(now, reopened), resolvedBy(now, planned)),
    )
    onClosed(
      now,
      planned.flatMap(({ taskId, action }) => (isClosing(action) ? taskId : [])),
    )
    return planned.flatMap(({ taskId, action }, i) => {
      const after = taskNow(now, taskId)
      return after ? [{ taskId, action, before: befores[i], after }] : []
    })
  }

  const each = (
    kind: UndoKind,
    ids: string | readonly string[],
    actionOf: (task: Task) => Action | undefined,
  ): UndoToken => {
    const planned = [ids].flat().flatMap(taskId => {
      const task = taskNow(session(), taskId)
      const action = task && actionOf(task)
      return action ? [{ taskId, action }] : []
    })
    return journal.add(kind, planned.length ? apply(planned) : [])
  }

  const exists = (task: Task) => !task.deletedAt
  return {
    create(drafts) {
      const tasks = drafts.map(draft => newTask(draft, zone(), () => platform.newId()))
      const applied = apply(tasks.map(task => ({ taskId: task.id, action: { kind: 'create', task } })))
      return { ids: tasks.map(task => task.id), undo: journal.add('created', applied) }
    },
    update: (ids, patch) =>
      each('updated', ids, task => {
        const whole = wholePatch(task, patch, () => platform.newId())
        if (whole.title?.trim() === '') delete whole.title
        const isEdit = exists(task) && Object.keys(whole).length > 0
        return isEdit ? { kind: 'update', patch: whole, before: fieldsOf(task) } : undefined
      }),
    complete: ids =>
      each('completed', ids, task => (exists(task) && task.status === 'open' ? { kind: 'complete' } : undefined)),
    reopen: ids =>
      each('reopened', ids, task => (exists(task) && task.status === 'done' ? { kind: 'reopen' } : undefined)),
    skip: ids =>
      each('skipped', ids, task =>
        exists(task) && task.status === 'open' && task.repeat ? { kind: 'skip' } : undefined,
      ),
    remove: ids => each('removed', ids, task => (exists(task) ? { kind: 'remove' } : undefined)),
    restore: ids => each('restored', ids, task => (exists(task) ? undefined : { kind: 'restore' })),
    snooze: (id, reminderId, until) =>
      each('snoozed', id, task =>
        exists(task) && task.reminders.some(one => one.id === reminderId)
          ? { kind: 'snooze', reminderId, until }
          : undefined,
      ),
    undo(token) {
      const entry = journal.take(token)
      if (!entry) return null
      const planned = entry.applied.toReversed().flatMap(({ taskId, action, before, after }) => {
        const now = taskNow(session(), taskId)
        const back = now && inverse(action, before, after, now)
        return back
          ? [{ taskId, action: back.kind === 'update' && now ? { ...back, before: fieldsOf(now) } : back }]
          : []
      })
      if (planned.length) apply(planned)
      entry.revert?.()
      return { kind: entry.kind, count: entry.revert ? 1 : planned.length }
    },
    ...conflictActions({ platform, session, each }),
  }
}

/** A new value for a field resolves the conflict about it. */
function resolvedBy({ hub: { replica } }: Session, planned: Planned[]) {
  const conflicts = planned.flatMap(({ taskId, action }) => {
    const open = replica.conflicts.get(taskId)
    if (action.kind !== 'update' || !open) return []
    return [[taskId, open.filter(one => action.patch[one.field] === undefined)] as [string, typeof open]]
  })
  return conflicts.length ? { conflicts } : {}
}
