import type * as UpdateEvents from '../../functions/domain/events/task-updates.ts'
import type { Task } from '../../functions/domain/task.ts'
import type { batchEvent } from '../../functions/kit/core/batch-event.ts'
import type { Profile } from '../model/account.ts'
import type { Notice } from '../model/notice.ts'
import { receive, receivePurge } from '../model/receive.ts'
import type { Change, Replica } from '../model/replica.ts'
import type { Hub } from './hub.ts'

/** What applying updates needs. */
export interface ApplyContext {
  hub: Hub
  /** Runs one piece of work at a time: an operation's own update must not look like another device's change. */
  serialize: <T>(work: () => Promise<T>) => Promise<T>
  notice: (notice: Notice) => void
}

export interface Update extends Inner {
  number: number
}

/** An update, or one of the events in a batch. A newer server may send types that this client does not know. */
interface Inner {
  type: (typeof UpdateEvents)[keyof typeof UpdateEvents]['type'] | (typeof batchEvent)['type']
  data: Record<string, unknown>
}

/** Applies all of them, and the new cursor, in one change. */
export const applyUpdates = ({ hub, serialize, notice }: ApplyContext, updates: readonly Update[]): Promise<void> =>
  serialize(async () => {
    const fresh = updates.filter(({ number }) => number > (hub.meta.cursor ?? 0))
    const last = fresh.at(-1)
    if (!last) return
    const events = fresh.flatMap(unpacked)
    const profile = events.findLast(({ type }) => type === 'zerodue.profile.changed.v1')
    const meta = { cursor: last.number, ...(profile && { profile: profile.data.profile as Profile }) }
    for (const { type, data } of events) if (type === 'zerodue.reminder.fired.v1') notice(noticeOf(data))
    await hub.commitAll(changesBy(hub.replica, events), meta)
  })

const unpacked = (update: Inner): Inner[] =>
  update.type === 'zerodue.batch.v1' ? (update.data.events as Inner[]) : [update]

function* changesBy(replica: Replica, events: readonly Inner[]): Generator<Change> {
  for (const { type, data } of events) {
    if (type !== 'zerodue.task.changed.v1') continue
    const task = data.task as Task
    yield data.purged ? receivePurge(replica, task.id) : receive(replica, task)
  }
}

const noticeOf = (data: Inner['data']): Notice => ({
  id: `${data.reminderId} ${data.firedAt}`,
  taskId: String(data.taskId),
  reminderId: String(data.reminderId),
  at: String(data.firedAt),
  late: data.late === true,
})
