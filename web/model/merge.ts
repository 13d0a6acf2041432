import { tagKey } from '../../functions/domain/tag.ts'
import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import { apply } from './apply.ts'
import type { Conflict } from './local-task.ts'
import { type Field, fields, fieldsOf, type Operation } from './operation.ts'
import { same } from './same.ts'

type UpdateOperation = Extract<Operation, { kind: 'update' }>

export interface Merged {
  /** The part of the edit that still has to be sent; undefined when the server has all of it or something newer. */
  operation?: UpdateOperation
  conflicts: Conflict[]
}

/**
 * Rebases an edit that was made on an older state of the task. A field that only this device changed stays; tags and
 * reminders are merged one by one; of a field that both changed the newer value wins, and the conflict holds both.
 */
export function merge(operation: UpdateOperation, now: Task, changedAt: string): Merged {
  const { before, patch } = operation
  const mineWhole = apply(taskBeforeEdit(now, before), operation) ?? now
  const conflicts: Conflict[] = []
  const remaining: TaskPatch = {}
  for (const field of fields) {
    if (patch[field] === undefined) continue
    const [was, theirs, mine] = [before[field], now[field], mineWhole[field]]
    if (sameField(field, theirs, mine)) continue
    if (sameField(field, was, theirs)) keep(remaining, patch, field)
    else if (field === 'tags') remaining.tags = mergeTags(before.tags, now.tags, mineWhole.tags)
    else if (field === 'reminders') remaining.reminders = mergeReminders(before, now, mineWhole)
    else {
      const kept = operation.at > changedAt ? 'mine' : 'theirs'
      conflicts.push({ field, mine, theirs, kept })
      if (kept === 'mine') keep(remaining, patch, field)
    }
  }
  if (!Object.keys(remaining).length) return { conflicts }
  return { operation: { ...operation, patch: remaining, before: fieldsOf(now) }, conflicts }
}

const keep = <F extends Field>(remaining: TaskPatch, patch: TaskPatch, field: F): void => {
  const value = patch[field]
  if (value !== undefined) remaining[field] = value
}

/** The task as the person saw it when editing. */
const taskBeforeEdit = (now: Task, before: Pick<Task, Field>): Task => {
  const { deletedAt: _, ...rest } = now
  return { ...rest, ...before }
}

/** Compares what a person edits: the server computes where a series begins and counts the missed occurrences. */
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

/** A reminder that both changed keeps this device's value: a snooze elsewhere ends sooner than a plan. */
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
