import type * as v from 'valibot'
import type { taskChanged } from '../domain/events/task-updates.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { ReceivedEvent } from '../kit/events/receive.ts'
import type { Limits } from './settings.ts'
import type { Wake } from './waker.ts'

export type Keeping = Pick<InTransaction, 'tx' | 'schema' | 'isNewest' | 'afterCommit'> & { wake: Wake }
type KeepingSome = Keeping & { limits: Limits }

/** Gives the update its number. It keeps the raw data: a newer sender may have added what a newer client understands. */
export async function keepUpdate(
  event: ReceivedEvent<unknown>,
  { tx, limits, wake, afterCommit }: KeepingSome,
): Promise<void> {
  const { userId, type, time, raw } = event
  if (userId === undefined) return
  const [row] = await tx<{ number: string | null }[]>`
    select sync.keep(${type}, ${time}, ${JSON.stringify(raw)}::text::json, ${limits.kept}) as number`
  const number = Number(row?.number)
  if (number) afterCommit(() => wake({ userId, number }))
}

/** Drops a version that is older than one that clients have. */
export async function keepTask(
  event: ReceivedEvent<v.InferOutput<typeof taskChanged.data>>,
  keeping: KeepingSome,
): Promise<void> {
  if (event.userId !== undefined && (await keeping.isNewest(event.data.task))) await keepUpdate(event, keeping)
}
