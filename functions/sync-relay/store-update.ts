import type * as v from 'valibot'
import type { taskChanged } from '../domain/events/task-updates.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import type { Limits } from './settings.ts'
import type { Wake } from './waker.ts'

export type UpdateContext = Pick<InTransaction, 'tx' | 'schema' | 'isNewest' | 'afterCommit'> & { wake: Wake }
type StoreContext = UpdateContext & { limits: Limits }

/** Stores an update under the next number. It stores the raw data, which may have newer fields for newer clients. */
export async function storeUpdate(
  event: ReceivedEvent<unknown>,
  { tx, limits, wake, afterCommit }: StoreContext,
): Promise<void> {
  const { userId, type, time, raw } = event
  if (userId === undefined) return
  const [row] = await tx<{ number: string | null }[]>`
    select sync.keep(${type}, ${time}, ${JSON.stringify(raw)}::text::json, ${limits.maxUpdates}) as number`
  const number = Number(row?.number)
  if (number) afterCommit(() => wake({ userId, number }))
}

/** Drops a version that is older than one that was stored. */
export async function storeTaskUpdate(
  event: ReceivedEvent<v.InferOutput<typeof taskChanged.data>>,
  context: StoreContext,
): Promise<void> {
  if (event.userId !== undefined && (await context.isNewest(event.data.task))) await storeUpdate(event, context)
}
