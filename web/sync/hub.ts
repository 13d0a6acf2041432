import { applyChange, type Change, isEmpty, type Replica } from '../model/replica.ts'
import type { Meta } from '../storage/schema.ts'
import type { Space } from '../storage/space.ts'
import type { Channel } from './platform.ts'

/** The replica of one account on this device, shared by all tabs. */
export interface Hub {
  readonly replica: Replica
  readonly meta: Meta
  /** Applies a change: visible at once, then stored, then sent to the other tabs. Resolves after storing. */
  commit(change: Change, meta?: Partial<Meta>): Promise<void>
  /** Resolves at the next change, here or in another tab, and at `nudge`. */
  changed(signal: AbortSignal): Promise<void>
  nudge(): void
  /** Waits until every change is stored. */
  close(): Promise<void>
}

export interface HubOptions {
  space: Space
  channel: Channel
  /** Called with the ids of the changed tasks. */
  onChange: (changedIds: ReadonlySet<string>, hub: Pick<Hub, 'replica' | 'meta'>) => void
  /** Called when a change could not be stored. */
  onSaveFailed: (error: unknown) => void
}

interface Message {
  change: Change
  meta: Partial<Meta>
}

export async function openHub({ space, channel, onChange, onSaveFailed }: HubOptions): Promise<Hub> {
  const early: Message[] = []
  // Listens before it loads, so that it misses no change of another tab.
  channel.onmessage = ({ data }) => void early.push(data as Message)
  const { replica, meta } = await space.load()
  const waiting = new Set<() => void>()
  let saving: Promise<void> = Promise.resolve()

  const update = (change: Change, more: Partial<Meta> = {}) => {
    const changedIds = applyChange(replica, change)
    Object.assign(meta, more)
    onChange(changedIds, { replica, meta })
    for (const wake of waiting) wake()
  }
  for (const { change, meta: more } of early) {
    applyChange(replica, change)
    Object.assign(meta, more)
  }
  channel.onmessage = ({ data }) => update((data as Message).change, (data as Message).meta)
  onChange(new Set([...replica.tasks.keys(), ...replica.byTask.keys(), ...replica.expected.keys()]), { replica, meta })

  return {
    replica,
    meta,
    commit(change, more = {}) {
      if (isEmpty(change) && !Object.keys(more).length) return saving
      update(change, more)
      saving = saving
        .then(() => space.save(change, more))
        .catch(onSaveFailed)
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
