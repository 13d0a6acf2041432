import { type IDBPDatabase, openDB } from 'idb'
import { type Change, emptyReplica, make, type Replica } from '../model/replica.ts'
import { type Meta, migrate, type SpaceSchema, spaceVersion } from './schema.ts'

/** Where the tasks of one account are kept on this device; without an account there is one, too. */
export interface Space {
  load(): Promise<{ replica: Replica; meta: Meta }>
  /** Keeps all of it or nothing. */
  save(change: Change, meta?: Partial<Meta>): Promise<void>
  close(): void
}

export interface OpenOptions {
  /** The browser wants to close it, for a tab with a newer client. */
  onNewer?: () => void
}

export const spaceName = (place: string, account: string | null): string =>
  `${place}zerodue ${account ?? 'of this device'}`

export async function openSpace(place: string, account: string | null, { onNewer }: OpenOptions = {}): Promise<Space> {
  const database = await openDB<SpaceSchema>(spaceName(place, account), spaceVersion, {
    upgrade: migrate,
    blocking(_current, _wanted, event) {
      ;(event.target as IDBDatabase).close()
      onNewer?.()
    },
  })
  return {
    load: () => load(database),
    save: (change, meta) => save(database, change, meta),
    close: () => database.close(),
  }
}

async function load(database: IDBPDatabase<SpaceSchema>) {
  const all = database.transaction(['tasks', 'operations', 'conflicts', 'expected', 'meta'])
  const [tasks, operations, tasksInConflict, conflicts, expected, cursor, profile] = await Promise.all([
    all.objectStore('tasks').getAll(),
    all.objectStore('operations').getAll(),
    all.objectStore('conflicts').getAllKeys(),
    all.objectStore('conflicts').getAll(),
    all.objectStore('expected').getAll(),
    all.objectStore('meta').get('cursor'),
    all.objectStore('meta').get('profile'),
  ])
  const replica = emptyReplica()
  make(replica, { tasks, operations, expected, conflicts: tasksInConflict.map((id, i) => [id, conflicts[i] ?? []]) })
  return { replica, meta: { cursor: cursor ?? null, profile: profile ?? null } as Meta }
}

async function save(database: IDBPDatabase<SpaceSchema>, change: Change, meta: Partial<Meta> = {}): Promise<void> {
  // What a person did must be on the disk before it counts as kept; all else can be asked again.
  const durability = change.operations?.length ? 'strict' : 'relaxed'
  const all = database.transaction(['tasks', 'operations', 'conflicts', 'expected', 'meta'], 'readwrite', {
    durability,
  })
  const [tasks, operations] = [all.objectStore('tasks'), all.objectStore('operations')]
  const [conflicts, expected] = [all.objectStore('conflicts'), all.objectStore('expected')]
  const writes: Promise<unknown>[] = [
    ...(change.gone ?? []).map(id => tasks.delete(id)),
    ...(change.tasks ?? []).map(task => tasks.put(task)),
    ...(change.unexpected ?? []).map(id => expected.delete(id)),
    ...(change.expected ?? []).map(task => expected.put(task)),
    ...(change.settled ?? []).map(id => operations.delete(id)),
    ...(change.operations ?? []).map(operation => operations.put(operation)),
    ...(change.conflicts ?? []).map(([id, both]) => (both.length ? conflicts.put(both, id) : conflicts.delete(id))),
    ...(Object.entries(meta) as [keyof Meta, Meta[keyof Meta]][]).map(([key, value]) =>
      all.objectStore('meta').put(value, key),
    ),
  ]
  await Promise.all([...writes, all.done])
}
