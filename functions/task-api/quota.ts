import type * as v from 'valibot'
import { quotaReached } from '../domain/problems.ts'
import { tagKey } from '../domain/tag.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { quotaSetting } from '../kit/settings/settings.ts'

export const quotaSettings = {
  /** How many tasks one person may have, also those that can still be restored. */
  MAX_TASKS: quotaSetting(250_000),
  MAX_TAGS: quotaSetting(2_000),
  MAX_TOKENS: quotaSetting(50),
}

type Values = v.InferOutput<v.ObjectSchema<typeof quotaSettings, undefined>>

interface Count {
  tasks: number
  tags: number
}

interface Remembered extends Count {
  countedAt: number
  /** The tasks at that time, without those that this process added since. */
  counted: number
}

/** What a person is about to add. A tag that exists already is none of them. */
interface Adding {
  tasks: number
  tags: readonly string[]
}

/** What a request was admitted so far. */
interface Admitted {
  tasks: number
  /** The keys of the tags. */
  tags: Set<string>
}

export interface Quota {
  of(sql: Sql | Transaction, userId: string): PersonQuota
  /** A refusal when the person has too much, after the rows are written. */
  check(tx: Transaction, userId: string, adding?: number): Promise<Refusal | undefined>
}

/** The quota of one person in one request. */
export interface PersonQuota {
  maxTokens: number
  /** A refusal when the person would have too much after this. */
  admit(adding: Adding): Promise<Refusal | undefined>
}

/** Far from the quota a count is good for a minute, near it for a second. */
const [farMs, nearMs] = [60_000, 1_000]
const near = 0.9
const mostPersons = 10_000

/**
 * Keeps each person below their quota without a further round trip for most creates: a process remembers the counts of a
 * person and what it has added since. The first create of a person is admitted while the count is on its way.
 */
export function quotaOf({ MAX_TASKS, MAX_TAGS, MAX_TOKENS }: Values): Quota {
  const most: Count = { tasks: MAX_TASKS, tags: MAX_TAGS }
  const remembered = new Map<string, Remembered>()
  /** The counts on their way, each with what was admitted meanwhile. */
  const counting = new Map<string, { done: Promise<void>; added: Count }>()

  function remember(userId: string, { tasks, tags }: Count, counted: number): void {
    if (remembered.size >= mostPersons) remembered.clear()
    remembered.set(userId, { tasks, tags, counted, countedAt: performance.now() })
  }

  /** Counts on a connection of its own. Only a request that holds none may wait for it. */
  function countInBackground(sql: Sql, userId: string): void {
    if (counting.has(userId)) return
    const added = { tasks: 0, tags: 0 }
    const done = countOf(sql, userId)
      .then(
        ({ tasks, tags }) => remember(userId, { tasks: tasks + added.tasks, tags: tags + added.tags }, tasks),
        () => {},
      )
      .finally(() => counting.delete(userId))
    counting.set(userId, { done, added })
  }

  /** `before` is what this request was admitted before. A batch writes it later, so that no count has it yet. */
  async function admit(
    sql: Sql | Transaction,
    userId: string,
    adding: Adding,
    before: Admitted,
  ): Promise<Refusal | undefined> {
    const { tasks } = adding
    const tags = [...new Set(adding.tags.map(tagKey))].filter(key => !before.tags.has(key))
    const inTransaction = 'savepoint' in sql
    if (!inTransaction) await counting.get(userId)?.done
    const known = remembered.get(userId)
    const ageMs = known ? performance.now() - known.countedAt : Number.POSITIVE_INFINITY
    const fits = (share: number) =>
      known && known.tasks + tasks <= share * most.tasks && known.tags + tags.length <= share * most.tags
    if (!inTransaction && (!known || (fits(near) && ageMs > farMs))) countInBackground(sql, userId)
    else if (known && known.counted + tasks > most.tasks && ageMs <= nearMs) return reached('tasks', most.tasks)
    else if (!fits(1) || ageMs > (fits(near) ? farMs : nearMs))
      return admitCounted(sql, userId, { tasks, tags }, before)
    for (const count of [known, counting.get(userId)?.added]) {
      if (!count) continue
      count.tasks += tasks
      count.tags += tags.length
    }
    return undefined
  }

  async function admitCounted(
    sql: Sql | Transaction,
    userId: string,
    adding: Adding,
    before: Admitted,
  ): Promise<Refusal | undefined> {
    const stored = await countOf(sql, userId, [...before.tags], adding.tags)
    const count = { tasks: stored.tasks + before.tasks, tags: stored.tags + stored.newBefore }
    const after = { tasks: count.tasks + adding.tasks, tags: count.tags + stored.newNow }
    const refusal = refusalOf(after)
    remember(userId, refusal ? count : after, count.tasks)
    return refusal
  }

  function refusalOf(count: Count): Refusal | undefined {
    if (count.tasks > most.tasks) return reached('tasks', most.tasks)
    return count.tags > most.tags ? reached('tags', most.tags) : undefined
  }

  return {
    of(sql, userId) {
      const before: Admitted = { tasks: 0, tags: new Set() }
      return {
        maxTokens: MAX_TOKENS,
        async admit(adding) {
          const refusal = await admit(sql, userId, adding, before)
          if (refusal) return refusal
          before.tasks += adding.tasks
          for (const name of adding.tags) before.tags.add(tagKey(name))
          return undefined
        },
      }
    },
    async check(tx, userId, adding = 0) {
      const { tasks, tags } = await countOf(tx, userId)
      return refusalOf({ tasks: tasks + adding, tags })
    },
  }
}

export const reached = (what: 'tasks' | 'tags' | 'tokens' | 'connections', most: number): Refusal =>
  refuse(quotaReached, { detail: `A person may have ${most} ${what} here: delete some first.` })

/** The tasks and tags of a person, and how many of these tags are new: of those before, and beside them of those now. */
async function countOf(
  sql: Sql | Transaction,
  userId: string,
  before: readonly string[] = [],
  now: readonly string[] = [],
): Promise<Count & { newBefore: number; newNow: number }> {
  const keys = [...new Set([...before, ...now])]
  const [row] = await sql<(Count & { known: string[] })[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id)
    select counted.* from caller, lateral (
      select
        (select count(*)::int from tasks.task where user_id = caller.user_id) as tasks,
        count(*)::int as tags,
        coalesce(array_agg(key) filter (where key = any(${keys}::text[])), '{}') as known
      from tasks.tag where user_id = caller.user_id) counted`
  const known = new Set(row?.known)
  const newBefore = before.filter(key => !known.has(key)).length
  const newNow = now.filter(key => !known.has(key) && !before.includes(key)).length
  return { tasks: row?.tasks ?? 0, tags: row?.tags ?? 0, newBefore, newNow }
}
