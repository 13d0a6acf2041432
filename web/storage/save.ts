import type { IDBPDatabase } from 'idb'
import type { Task } from '../../functions/domain/task.ts'
import type { Change } from '../model/replica.ts'
import { leastInPieces, piecesOf } from './pieces.ts'
import type { Meta, SpaceSchema } from './schema.ts'

/** Stores a change in one transaction: many tasks in pieces, few one by one. */
export async function save(
  database: IDBPDatabase<SpaceSchema>,
  change: Change,
  meta: Partial<Meta> = {},
): Promise<void> {
  // Operations must be on disk before they count as stored; everything else can be fetched again.
  const durability = change.operations?.length ? 'strict' : 'relaxed'
  const all = database.transaction(
    ['tasks', 'pieces', 'gone', 'operations', 'conflicts', 'expected', 'meta'],
    'readwrite',
    { durability },
  )
  const [tasks, pieces, gone] = [all.objectStore('tasks'), all.objectStore('pieces'), all.objectStore('gone')]
  const [operations, conflicts] = [all.objectStore('operations'), all.objectStore('conflicts')]
  const expected = all.objectStore('expected')
  const changed = change.tasks ?? []
  const isMany = changed.length >= leastInPieces
  // A task that was gone and comes back is stored by itself: there the tombstone, which is for the pieces, does not count.
  const tombstones = isMany ? new Set(await gone.getAllKeys()) : undefined
  const isLoose = ({ id }: Task) => !tombstones || tombstones.has(id)
  const made = isMany ? [...piecesOf(changed.filter(task => !isLoose(task)))] : []
  const writes: Promise<unknown>[] = [
    ...(change.gone ?? []).flatMap(id => [tasks.delete(id), gone.put(true, id)]),
    ...made.map(({ key, json }) => pieces.put(json, key)),
    ...changed.filter(isLoose).map(task => tasks.put(task)),
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
