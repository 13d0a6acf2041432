import { batch, computed, signal } from '@preact/signals'
import type { ClientState, Connection, Trouble } from '../model/client.ts'
import type { LocalTask } from '../model/local-task.ts'
import type { Notice } from '../model/notice.ts'
import { isWaiting } from '../model/operation.ts'
import { defaultPreferences } from '../model/preferences.ts'
import type { Replica } from '../model/replica.ts'
import { show } from '../model/show.ts'
import { countTags } from '../model/tags.ts'
import { type Device, emptyDevice } from '../storage/device.ts'
import type { Meta } from '../storage/schema.ts'

/** The signals that the screens read, and the functions that set them. */
export function createClientState() {
  const tasks = signal<ReadonlyMap<string, LocalTask>>(new Map())
  const deleted = signal<ReadonlyMap<string, LocalTask>>(new Map())
  const device = signal<Device>(emptyDevice)
  const language = signal('en')
  const state = {
    ready: signal(false),
    loading: signal(false),
    connection: signal<Connection>('offline'),
    waiting: signal(0),
    trouble: signal<Trouble | null>(null),
    profile: signal<Meta['profile']>(null),
    notices: signal<readonly Notice[]>([]),
    undoable: signal<ClientState['undoable']['value']>(null),
    updateReady: signal(false),
  }

  /** Recomputes these tasks. */
  function refresh(changedIds: ReadonlySet<string>, { replica, meta }: { replica: Replica; meta: Meta }): void {
    batch(() => {
      if (changedIds.size) {
        const [active, removed] = [new Map(tasks.value), new Map(deleted.value)]
        for (const id of changedIds) placeTask(show(replica, id), id, active, removed)
        tasks.value = active
        deleted.value = removed
      }
      state.profile.value = meta.profile
      state.waiting.value = [...replica.operations.values()].filter(isWaiting).length
    })
  }

  const readable: ClientState = {
    ...state,
    tasks,
    deleted,
    account: computed(() => device.value.account),
    savedFilters: computed(() => device.value.filters),
    preferences: computed(() => ({ ...defaultPreferences(language.value), ...device.value.preferences })),
    tags: computed(() => countTags(tasks.value.values())),
  }
  return { readable, state, device, language, tasks, deleted, refresh, empty: () => batch(empty) }

  function empty() {
    tasks.value = new Map()
    deleted.value = new Map()
    state.waiting.value = 0
    state.profile.value = null
    state.undoable.value = null
  }
}

export type ClientSignals = ReturnType<typeof createClientState>

/** A task with a refused change stays visible, even if another device deleted it. */
function placeTask(
  task: LocalTask | undefined,
  id: string,
  active: Map<string, LocalTask>,
  removed: Map<string, LocalTask>,
): void {
  const isActive = task && (!task.deletedAt || task.refused)
  if (isActive) active.set(id, task)
  else active.delete(id)
  if (task?.deletedAt) removed.set(id, task)
  else removed.delete(id)
}
