import { type IDBPDatabase, openDB } from 'idb'
import { applyChange, type Change, emptyReplica, type Replica } from '../model/replica.ts'
import { type Meta, migrate, type SpaceSchema, spaceVersion } from './schema.ts'

/** The database of one account on this device, or of the device itself without one. */
export interface Space {
  load(): Promise<{ replica: Replica; meta: Meta }>
  /** Stores the change in one transaction. */
  save(change: Change, meta?: Partial<Meta>): Promise<void>
  close(): void
}

export interface OpenOptions {
  /** Called when a tab with a newer client needs the database. */
  onNewer?: () => void
}

export const spaceName = (prefix: string, account: string | null): string =>
  `${prefix}zerodue ${account ?? 'of this device'}`

export async function openSpace(prefix: string, account: string | null, { onNewer }: OpenOptions = {}): Promise<Space> {
  const database = await openDB<SpaceSchema>(spaceName(prefix, account), spaceVersion, {
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
  applyChange(replica, {
    tasks,
    operations,
    expected,
    conflicts: tasksInConflict.map((id, i) => [id, conflicts[i] ?? []]),
  })
  return { replica, meta: { cursor: cursor ?? null, profile: profile ?? null } as Meta }
}

async function save(database: IDBPDatabase<SpaceSchema>, change: Change, meta: Partial<Meta> = {}): Promise<void> {
  // Operations must be on disk before they count as stored; everything else can be fetched again.
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
