import { type IDBPDatabase, openDB } from 'idb'
import type { Task } from '../../functions/domain/task.ts'
import { applyChange, type Change, emptyReplica, type Replica } from '../model/replica.ts'
import { dueLater, dueUntil } from './pieces.ts'
import { save } from './save.ts'
import { type Meta, migrate, type SpaceSchema, spaceVersion } from './schema.ts'
import { type Read, tidy } from './tidy.ts'

/** The database of one account on this device, or of the device itself without one. */
export interface Space {
  load(): Promise<Loaded>
  /** Stores the change in one transaction. */
  save(change: Change, meta?: Partial<Meta>): Promise<void>
  /** Stores the tasks anew when too much of what is stored is old. */
  tidy(tasks: ReadonlyMap<string, Task>): Promise<void>
  close(): void
}

export interface Loaded {
  /** Everything but the tasks that `rest` brings. */
  replica: Replica
  meta: Meta
  /** The tasks that today's lists do not need, piece by piece; null if there are none. */
  rest: AsyncIterable<readonly Task[]> | null
}

export interface OpenOptions {
  /** Called when a tab with a newer client needs the database. */
  onNewer?: () => void
  /** Tasks that are due until this date load first. */
  firstUntil?: string
}

export const spaceName = (prefix: string, account: string | null): string =>
  `${prefix}zerodue ${account ?? 'of this device'}`

export async function openSpace(
  prefix: string,
  account: string | null,
  { onNewer, firstUntil = '~' }: OpenOptions = {},
): Promise<Space> {
  const database = await openDB<SpaceSchema>(spaceName(prefix, account), spaceVersion, {
    upgrade: migrate,
    blocking(_current, _wanted, event) {
      ;(event.target as IDBDatabase).close()
      onNewer?.()
    },
  })
  const read: Read = { pieces: new Set(), gone: new Set() }
  return {
    load: () => load(database, firstUntil, read),
    save: (change, meta) => save(database, change, meta),
    tidy: tasks => tidy(database, tasks, read),
    close: () => database.close(),
  }
}

type Database = IDBPDatabase<SpaceSchema>

async function load(database: Database, until: string, read: Read): Promise<Loaded> {
  const all = database.transaction(['tasks', 'pieces', 'gone', 'operations', 'conflicts', 'expected', 'meta'])
  const [first, later] = [dueUntil(until), dueLater(until)]
  const [
    own,
    firstKeys,
    firstPieces,
    laterKeys,
    gone,
    operations,
    tasksInConflict,
    conflicts,
    expected,
    cursor,
    profile,
    chat,
  ] = await Promise.all([
    all.objectStore('tasks').getAll(),
    all.objectStore('pieces').getAllKeys(first),
    all.objectStore('pieces').getAll(first),
    all.objectStore('pieces').getAllKeys(later),
    all.objectStore('gone').getAllKeys(),
    all.objectStore('operations').getAll(),
    all.objectStore('conflicts').getAllKeys(),
    all.objectStore('conflicts').getAll(),
    all.objectStore('expected').getAll(),
    all.objectStore('meta').get('cursor'),
    all.objectStore('meta').get('profile'),
    all.objectStore('meta').get('chat'),
  ])
  read.pieces = new Set([...firstKeys, ...laterKeys])
  read.gone = new Set(gone)
  const replica = emptyReplica()
  for (const json of firstPieces) addOlder(replica.tasks, parse(json), read.gone)
  addOlder(replica.tasks, own)
  applyChange(replica, {
    operations,
    expected,
    conflicts: tasksInConflict.map((id, i) => [id, conflicts[i] ?? []]),
  })
  const rest = laterKeys.length ? readRest(database, laterKeys, read.gone) : null
  const meta = { cursor: cursor ?? null, profile: profile ?? null, chat: chat ?? null } as Meta
  return { replica, meta, rest }
}

/** Adds tasks, except where a version is there that is as new. */
export function addOlder(to: Map<string, Task>, tasks: readonly Task[], removed?: ReadonlySet<string>): void {
  for (const task of tasks) {
    const known = to.get(task.id)
    if (!(known && known.version >= task.version) && !removed?.has(task.id)) to.set(task.id, task)
  }
}

async function* readRest(database: Database, keys: readonly string[], removed: ReadonlySet<string>) {
  const tasksOf = (json: string) => parse(json).filter(task => !removed.has(task.id))
  let isWhole = true
  for (const key of keys) {
    const json = await database.get('pieces', key)
    if (json) yield tasksOf(json)
    else isWhole = false
  }
  // Another tab has stored the tasks anew meanwhile.
  if (!isWhole) for (const json of await database.getAll('pieces')) yield tasksOf(json)
}

const parse = (json: string): Task[] => JSON.parse(json)
