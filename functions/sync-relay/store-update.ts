import type * as v from 'valibot'
import type { taskChanged } from '../domain/events/task-updates.ts'
import { batchEvent } from '../kit/core/batch-event.ts'
import type { ReceivedEvent } from '../kit/events/handler.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { Limits } from './settings.ts'
import type { Wake } from './waker.ts'

export type UpdateContext = Pick<InTransaction, 'tx' | 'schema' | 'newest' | 'afterCommit'> & { wake: Wake }
type StoreContext = UpdateContext & { limits: Limits }

type TaskUpdate = ReceivedEvent<v.InferOutput<typeof taskChanged.data>>

/** Stores an update under the next number. It stores the raw data, which may have newer fields for newer clients. */
export const storeUpdate = (
  { userId, type, time, raw }: Pick<ReceivedEvent, 'userId' | 'type' | 'time' | 'raw'>,
  context: StoreContext,
): Promise<void> => store(userId, { type, time, data: raw }, context)

/** Drops versions that are older than one that was stored. The tasks of a batch become one update with one number. */
export async function storeTaskUpdates(events: readonly TaskUpdate[], context: StoreContext): Promise<void> {
  const [first] = events
  if (first?.userId === undefined) return
  const newer = await context.newest([...newestOf(events).values()].map(({ data }) => data.task))
  const fresh = [...newestOf(events).values()].filter(({ data }) => newer.has(data.task.id))
  const [only] = fresh
  if (only && fresh.length === 1) return storeUpdate(only, context)
  if (!only) return
  const inner = fresh.map(({ id, type, subject = null, time, raw }) => ({ id, type, subject, time, data: raw }))
  await store(first.userId, { type: batchEvent.type, time: only.time, data: { events: inner } }, context)
}

/** A client shows the newest version of a task, so a batch keeps only that. */
function newestOf(events: readonly TaskUpdate[]): Map<string, TaskUpdate> {
  const newest = new Map<string, TaskUpdate>()
  for (const event of events) {
    const { id, version } = event.data.task
    if ((newest.get(id)?.data.task.version ?? 0) < version) newest.set(id, event)
  }
  return newest
}

interface NewUpdate {
  type: string
  time: string
  data: unknown
}

async function store(
  userId: string | undefined,
  { type, time, data }: NewUpdate,
  { tx, limits, wake, afterCommit }: StoreContext,
): Promise<void> {
  if (userId === undefined) return
  const [row] = await tx<{ number: string | null }[]>`
    select sync.keep(${type}, ${time}, ${JSON.stringify(data)}::text::json, ${limits.maxUpdates}) as number`
  const number = Number(row?.number)
  if (number) afterCommit(() => wake({ userId, number }))
}
