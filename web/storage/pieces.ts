import { v7 as newId } from 'uuid'
import type { Task } from '../../functions/domain/task.ts'

/** A browser stores and reads a few long texts several times as fast as many small records. */
const pieceSize = 1_000
/** Fewer tasks than this are stored one by one. */
export const leastInPieces = 500

export interface Piece {
  key: string
  json: string
}

/** Sorts tasks by the date that a list needs them for, and cuts them into pieces. */
export function* piecesOf(tasks: Iterable<Task>): Generator<Piece> {
  const sorted = [...tasks].map(task => ({ task, from: neededFrom(task) })).sort((a, b) => order(a.from, b.from))
  for (let at = 0; at < sorted.length; at += pieceSize) {
    const part = sorted.slice(at, at + pieceSize)
    yield { key: `${part[0]?.from} ${newId()}`, json: JSON.stringify(part.map(({ task }) => task)) }
  }
}

/** Open tasks come by their dates. No list of a day needs the others. */
const neededFrom = ({ status, due, deletedAt }: Task): string =>
  status === 'open' && due && !deletedAt ? due.date : '~'

/** The pieces whose tasks are due until that date. */
export const dueUntil = (date: string): IDBKeyRange => IDBKeyRange.upperBound(`${date} ~`)
export const dueLater = (date: string): IDBKeyRange => IDBKeyRange.lowerBound(`${date} ~`, true)

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
