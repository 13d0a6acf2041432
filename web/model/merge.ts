import { tagKey } from '../../functions/domain/tag.ts'
import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import { apply } from './apply.ts'
import type { Conflict } from './local-task.ts'
import { type Field, fields, fieldsOf, type Operation } from './operation.ts'
import { same } from './same.ts'

type UpdateOperation = Extract<Operation, { kind: 'update' }>

export interface Merged {
  /** What is left to send; nothing when the server has all of it, or something newer. */
  operation?: UpdateOperation
  conflicts: Conflict[]
}

/**
 * An edit that was made on another state of the task than the one that is there now. Field by field: what only this
 * device changed stays; tags and reminders are merged one by one; of a field that both changed the newer value is kept,
 * and both are told.
 */
export function merge(operation: UpdateOperation, now: Task, changedAt: string): Merged {
  const { before, patch } = operation
  const mineWhole = apply(asTask(now, before), operation) ?? now
  const conflicts: Conflict[] = []
  const left: TaskPatch = {}
  for (const field of fields) {
    if (patch[field] === undefined) continue
    const [was, theirs, mine] = [before[field], now[field], mineWhole[field]]
    if (sameField(field, theirs, mine)) continue
    if (sameField(field, was, theirs)) keep(left, patch, field)
    else if (field === 'tags') left.tags = mergeTags(before.tags, now.tags, mineWhole.tags)
    else if (field === 'reminders') left.reminders = mergeReminders(before, now, mineWhole)
    else {
      const kept = operation.at > changedAt ? 'mine' : 'theirs'
      conflicts.push({ field, mine, theirs, kept })
      if (kept === 'mine') keep(left, patch, field)
    }
  }
  if (!Object.keys(left).length) return { conflicts }
  return { operation: { ...operation, patch: left, before: fieldsOf(now) }, conflicts }
}

const keep = <F extends Field>(left: TaskPatch, patch: TaskPatch, field: F): void => {
  const value = patch[field]
  if (value !== undefined) left[field] = value
}

/** The task as the person saw it, without what others did to it since. */
const asTask = (now: Task, before: Pick<Task, Field>): Task => {
  const { deletedAt: _, ...rest } = now
  return { ...rest, ...before }
}

/** Where a series began follows from what is said of it, and what was missed is counted by the server. */
function sameField(field: Field, a: unknown, b: unknown): boolean {
  if (field === 'repeat') return same(ruleOf(a), ruleOf(b))
  if (field === 'tags') return same(keysOf(a), keysOf(b))
  return same(a, b)
}

const ruleOf = (repeat: unknown) => repeat && { rule: (repeat as Rule).rule, from: (repeat as Rule).from }
type Rule = NonNullable<Task['repeat']>
const keysOf = (tags: unknown) => (tags as string[]).map(tagKey).sort()

function mergeTags(before: string[], theirs: string[], mine: string[]): string[] {
  const [had, have] = [new Set(before.map(tagKey)), new Set(mine.map(tagKey))]
  const stay = theirs.filter(tag => !had.has(tagKey(tag)) || have.has(tagKey(tag)))
  const known = new Set(theirs.map(tagKey))
  const added = mine.filter(tag => !had.has(tagKey(tag)) && !known.has(tagKey(tag)))
  return [...stay, ...added].slice(0, 20)
}

type Reminders = Pick<Task, 'reminders'>

/** One that both changed is as here: it was changed on purpose, and a snooze elsewhere is over sooner than a plan. */
function mergeReminders(
  { reminders: before }: Reminders,
  { reminders: theirs }: Reminders,
  { reminders: mine }: Reminders,
) {
  const find = (list: Task['reminders'], id: string | undefined) => list.find(one => one.id === id)
  const stay = theirs.flatMap(one => {
    const [was, here] = [find(before, one.id), find(mine, one.id)]
    if (!was) return [one]
    if (!here) return []
    return [same(was, here) ? one : here]
  })
  return [...stay, ...mine.filter(one => !find(before, one.id) && !find(theirs, one.id))].slice(0, 20)
}
