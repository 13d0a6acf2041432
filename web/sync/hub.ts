import { applyChange, type Change, isEmpty, type Replica } from '../model/replica.ts'
import { combine } from '../model/together.ts'
import type { Meta } from '../storage/schema.ts'
import { addOlder, type Space } from '../storage/space.ts'
import type { Channel } from './platform.ts'

/** The replica of one account on this device, shared by all tabs. */
export interface Hub {
  readonly replica: Replica
  readonly meta: Meta
  /** Resolves when the replica has every task of the device. Until then it has what today's lists need. */
  readonly loaded: Promise<void>
  readonly isLoaded: () => boolean
  /** Applies a change: visible at once, then stored, then sent to the other tabs. Resolves after storing. */
  commit(change: Change, meta?: Partial<Meta>): Promise<void>
  /** Commits several changes as one. A generator can compute each change from the replica after the one before. */
  commitAll(changes: Iterable<Change>, meta?: Partial<Meta>): Promise<void>
  /** Resolves at the next change, here or in another tab, and at `nudge`. */
  changed(signal: AbortSignal): Promise<void>
  nudge(): void
  /** Calls with the ids of the changed tasks at each change, here or in another tab. */
  watch(call: (changedIds: ReadonlySet<string>) => void, signal: AbortSignal): void
  /** Waits until every change is stored. */
  close(): Promise<void>
}

export interface HubOptions {
  space: Space
  channel: Channel
  /** Called with the ids of the changed tasks. */
  onChange: (changedIds: ReadonlySet<string>, hub: Pick<Hub, 'replica' | 'meta'>) => void
  /** Resolves when the rest of the tasks may load. */
  mayLoadRest?: () => Promise<void>
  /** Called when a change could not be stored. */
  onSaveFailed: (error: unknown) => void
}

interface Message {
  change: Change
  meta: Partial<Meta>
}

export async function openHub(options: HubOptions): Promise<Hub> {
  const { space, channel, onChange, onSaveFailed, mayLoadRest } = options
  const early: Message[] = []
  // Listens before it loads, so that it misses no change of another tab.
  channel.onmessage = ({ data }) => void early.push(data as Message)
  const { replica, meta, rest } = await space.load()
  const waiting = new Set<() => void>()
  const watching = new Set<(changedIds: ReadonlySet<string>) => void>()
  let saving: Promise<void> = Promise.resolve()
  let isLoaded = !rest
  /** `closing`: stores what comes, and loads nothing more. */
  let state: 'open' | 'closing' | 'closed' = 'open'
  /** Tasks that were removed while the rest loads. */
  const removed = new Set<string>()

  const announce = (changedIds: ReadonlySet<string>, more: Partial<Meta> = {}) => {
    Object.assign(meta, more)
    onChange(changedIds, { replica, meta })
    for (const call of watching) call(changedIds)
    for (const wake of waiting) wake()
  }
  const apply = (change: Change) => {
    if (!isLoaded) for (const id of change.gone ?? []) removed.add(id)
    return applyChange(replica, change)
  }
  const commitAll = (changes: Iterable<Change>, more: Partial<Meta> = {}) => {
    if (state === 'closed') return saving
    const applied: Change[] = []
    const changedIds = new Set<string>()
    for (const change of changes) {
      if (isEmpty(change)) continue
      applied.push(change)
      for (const id of apply(change)) changedIds.add(id)
    }
    if (!applied.length && !Object.keys(more).length) return saving
    announce(changedIds, more)
    const [only = {}] = applied
    const change = applied.length > 1 ? combine(applied) : only
    saving = saving
      .then(() => space.save(change, more))
      .catch(onSaveFailed)
      .then(() => channel.postMessage({ change, meta: more }))
    return saving
  }
  for (const { change, meta: more } of early) {
    apply(change)
    Object.assign(meta, more)
  }
  channel.onmessage = ({ data }) => {
    const { change, meta: more } = data as Message
    announce(apply(change), more)
  }
  onChange(new Set([...replica.tasks.keys(), ...replica.byTask.keys(), ...replica.expected.keys()]), { replica, meta })

  /** Resolves when every change is stored, also one that came meanwhile. */
  async function stored(): Promise<void> {
    const last = saving
    await last
    if (last !== saving) await stored()
  }

  async function loadRest(): Promise<void> {
    const added = new Set<string>()
    if (rest) await mayLoadRest?.()
    for await (const tasks of rest ?? []) {
      if (state !== 'open') return
      addOlder(replica.tasks, tasks, removed)
      for (const { id } of tasks) added.add(id)
    }
    isLoaded = true
    if (added.size) announce(added)
    saving = saving.then(() => space.tidy(replica.tasks)).catch(onSaveFailed)
  }
  const loaded = loadRest()

  return {
    replica,
    meta,
    loaded,
    isLoaded: () => isLoaded,
    commit: (change, more) => commitAll([change], more),
    commitAll,
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
    watch(call, signal) {
      watching.add(call)
      signal.addEventListener('abort', () => watching.delete(call))
    },
    async close() {
      channel.onmessage = null
      state = 'closing'
      await loaded
      await stored()
      state = 'closed'
      channel.close()
      space.close()
    },
  }
}
