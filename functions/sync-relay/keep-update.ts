import type * as v from 'valibot'
import type { taskChanged } from '../domain/events/task-updates.ts'
import type { InTransaction } from '../kit/events/inbox.ts'
import type { Received } from '../kit/events/receive.ts'
import type { Told } from './waker.ts'

/** What a reaction here is given besides: whom to wake after the commit. */
export interface Keeping extends InTransaction {
  tell(told: Told): void
}

/** Gives the update its number. `raw`, because a newer sender may have added what a newer client understands. */
export const keepUpdate =
  (kept: number) =>
  async ({ userId, type, time, raw }: Received<unknown>, { tx, tell }: Keeping): Promise<void> => {
    if (userId === undefined) return
    const [row] = await tx<{ number: string | null }[]>`
      select sync.keep(${type}, ${time}, ${JSON.stringify(raw)}::text::json, ${kept}) as number`
    if (row?.number) tell({ userId, number: Number(row.number) })
  }

/** A version that is older than one that was told already tells nobody anything. */
export const keepTask =
  (kept: number) =>
  async (event: Received<v.InferOutput<typeof taskChanged.data>>, keeping: Keeping): Promise<void> => {
    if (event.userId !== undefined && (await keeping.isNewest(event.data.task))) await keepUpdate(kept)(event, keeping)
  }
