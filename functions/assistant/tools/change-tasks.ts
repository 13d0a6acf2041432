import type { Task } from '../../domain/task.ts'
import type { Change } from './change.ts'
import { changedSince, openToken, sealToken } from './confirm-token.ts'
import { effectOf } from './effect.ts'
import { keyFrom } from './key.ts'
import { readTasks } from './read-tasks.ts'
import { type Refusal, refused } from './refusal.ts'
import { type Attempt, type Sent, sendChange } from './send-change.ts'
import { showTasks, tokensFor, written } from './show-task.ts'
import type { ToolContext, ToolResult } from './tool.ts'
import { isTooLong } from './undo-update.ts'

/**
 * Changes tasks, all or none, and only if they are still as this call has read them. A destructive change, or one of
 * several tasks, shows its effect first and acts when the same call comes again with the token.
 */
export async function changeTasks(context: ToolContext, change: Change): Promise<ToolResult> {
  const { tool, taskIds, confirmToken } = change
  const call = { secret: context.confirmSecret, userId: context.userId, tool, arguments: change.arguments }
  const seen = confirmToken === undefined ? undefined : openToken(confirmToken, call, taskIds.length, context.now)
  if (seen && 'outcome' in seen) return seen
  const before = await readTasks(context.api, taskIds)
  if (seen) {
    const sent = await sendChange(context, change, before, {
      versions: seen.map(({ version }) => version),
      key: keyFrom('confirmed', context.userId, confirmToken),
    })
    if (sent.outcome !== 'moved') return finish(change, before, sent)
    return changedRefusal(sent.current, task => changedSince(seen[taskIds.indexOf(task.id)] ?? none, task))
  }
  if (needsConfirmation(change, before)) {
    before.forEach(change.operation)
    const effect = effectOf(change, before, context.now)
    return { outcome: 'confirm', effect, ...sealToken(call, before, context.now), written }
  }
  return changeNow(context, change, before)
}

const none = { version: 0, digests: Buffer.alloc(0) }

function needsConfirmation(change: Change, before: readonly Task[]): boolean {
  return before.length > 1 || before.some(task => change.destructive?.(task))
}

/** Tries again once, if others have changed only fields that the call does not name. */
async function changeNow(context: ToolContext, change: Change, before: Task[]): Promise<ToolResult> {
  const sent = await sendChange(context, change, before, direct(context, change, before))
  if (sent.outcome !== 'moved') return finish(change, before, sent)
  const now = before.map(task => sent.current.find(({ id }) => id === task.id) ?? task)
  const differs = (task: Task) => change.fields.filter(field => !same(task[field], byId(before, task)?.[field]))
  if (now.some(task => differs(task).length)) return changedRefusal(sent.current, differs)
  const again = await sendChange(context, change, now, direct(context, change, now))
  return again.outcome === 'moved' ? changedRefusal(again.current, () => ['version']) : finish(change, now, again)
}

const byId = (tasks: readonly Task[], { id }: Task) => tasks.find(task => task.id === id)
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The client's key holds for the same call alone. Without one, the versions let complete, reopen, complete work. */
function direct({ userId }: ToolContext, change: Change, before: readonly Task[]): Attempt {
  const { tool, arguments: args, idempotencyKey } = change
  const versions = before.map(({ version }) => version)
  return { versions, key: keyFrom('change', userId, tool, args, idempotencyKey ?? versions) }
}

const changedRefusal = (current: readonly Task[], fieldsOf: (task: Task) => readonly string[]): Refusal =>
  refused(
    'changed',
    'Nothing was done: tasks have changed since they were read. A call without confirmToken shows the new effect.',
    {
      data: {
        changed: current.map(task => {
          const fields = fieldsOf(task)
          return { taskId: task.id, fields: fields.length ? fields : ['version'] }
        }),
      },
    },
  )

/** An answer names the calls that undo it, unless they need what a repeated call cannot know, or are too long. */
function finish(change: Change, before: readonly Task[], sent: Exclude<Sent, { outcome: 'moved' }>): ToolResult {
  const { tasks, repeated } = sent
  const changed = tasks.filter((task, i) => repeated || task.version !== before[i]?.version)
  if (!changed.length) return { outcome: 'done', data: showTasks(tasks, { unchanged: true }), written }
  const undo = change.undo(
    changed,
    changed.map(task => byId(before, task) ?? task),
  )
  const shown = isTooLong(undo, tasks.length) ? { undoTooLong: true } : [undo].flat().length ? { undo } : {}
  const data = showTasks(tasks, { ...(repeated && { repeated }), ...shown }, tokensFor(tasks.length))
  const ids = repeated ? [] : changed.map(({ id }) => id)
  return { outcome: 'done', data, written: [...written, 'addTags', 'removeTags'], changed: ids }
}
