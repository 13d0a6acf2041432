import type { IDBPDatabase } from 'idb'
import type { Task } from '../../functions/domain/task.ts'
import { piecesOf } from './pieces.ts'
import type { SpaceSchema } from './schema.ts'

/** What a tab has read from the database. */
export interface Read {
  pieces: Set<string>
  gone: Set<string>
}

/** So many tasks may be stored one by one, or twice. */
const mostLoose = 5_000

/**
 * Stores all tasks in fresh pieces when many are stored one by one, or in several versions. `read` says
 * what these tasks come from. What another tab stores meanwhile stays.
 */
export async function tidy(
  database: IDBPDatabase<SpaceSchema>,
  tasks: ReadonlyMap<string, Task>,
  read: Read,
): Promise<void> {
  const loose = await database.count('tasks')
  const isUntidy = loose > mostLoose || read.pieces.size > 2 * Math.ceil(tasks.size / 1_000) + 10
  if (!isUntidy) return
  const made = [...piecesOf(tasks.values())]
  const all = database.transaction(['tasks', 'pieces', 'gone'], 'readwrite', { durability: 'relaxed' })
  const [own, pieces, gone] = [all.objectStore('tasks'), all.objectStore('pieces'), all.objectStore('gone')]
  const stored = await own.getAll()
  await Promise.all([
    ...[...read.pieces].map(key => pieces.delete(key)),
    ...made.map(({ key, json }) => pieces.put(json, key)),
    ...stored.flatMap(({ id, version }) => (tasks.get(id)?.version === version ? own.delete(id) : [])),
    ...[...read.gone].map(id => gone.delete(id)),
    all.done,
  ])
  read.pieces = new Set(made.map(({ key }) => key))
  read.gone = new Set()
}
