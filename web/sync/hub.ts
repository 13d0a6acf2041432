import { type Change, isEmpty, make, type Replica } from '../model/replica.ts'
import type { Meta } from '../storage/schema.ts'
import type { Space } from '../storage/space.ts'
import type { Channel } from './platform.ts'

/** One account on this device: what is known of it, in this tab and in the others. */
export interface Hub {
  readonly replica: Replica
  readonly meta: Meta
  /** Makes a change: seen at once, then kept, then told to the other tabs. Resolves when it is kept, or cannot be. */
  commit(change: Change, meta?: Partial<Meta>): Promise<void>
  /** Resolves when something was changed, here or in another tab, or `nudge` was called. */
  changed(signal: AbortSignal): Promise<void>
  nudge(): void
  /** What was done is kept before it ends. */
  close(): Promise<void>
}

export interface HubOptions {
  space: Space
  channel: Channel
  /** Tasks that look different now. */
  shown: (touched: ReadonlySet<string>, hub: Pick<Hub, 'replica' | 'meta'>) => void
  /** The device could not keep what was done. */
  notKept: (error: unknown) => void
}

interface Message {
  change: Change
  meta: Partial<Meta>
}

export async function openHub({ space, channel, shown, notKept }: HubOptions): Promise<Hub> {
  const early: Message[] = []
  // Listened to before it is read: what another tab changes meanwhile must not fall in between.
  channel.onmessage = ({ data }) => void early.push(data as Message)
  const { replica, meta } = await space.load()
  const waiting = new Set<() => void>()
  let saving: Promise<void> = Promise.resolve()

  const see = (change: Change, more: Partial<Meta> = {}) => {
    const touched = make(replica, change)
    Object.assign(meta, more)
    shown(touched, { replica, meta })
    for (const wake of waiting) wake()
  }
  for (const { change, meta: more } of early) {
    make(replica, change)
    Object.assign(meta, more)
  }
  channel.onmessage = ({ data }) => see((data as Message).change, (data as Message).meta)
  shown(new Set([...replica.tasks.keys(), ...replica.byTask.keys(), ...replica.expected.keys()]), { replica, meta })

  return {
    replica,
    meta,
    commit(change, more = {}) {
      if (isEmpty(change) && !Object.keys(more).length) return saving
      see(change, more)
      saving = saving
        .then(() => space.save(change, more))
        .catch(notKept)
        .then(() => channel.postMessage({ change, meta: more }))
      return saving
    },
    changed: signal =>
      new Promise(resolve => {
        const wake = () => {
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        waiting.add(wake)
        signal.addEventListener('abort', wake)
        if (signal.aborted) wake()
      }),
    nudge() {
      for (const wake of waiting) wake()
    },
    async close() {
      channel.onmessage = null
      await saving
      channel.close()
      space.close()
    },
  }
}
