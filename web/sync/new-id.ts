import { v7 } from 'uuid'

/** Ids sort by age, even after the clock was set back: a new id is larger than `after`. */
export function newId(after?: string): string {
  const id = v7()
  return after !== undefined && id <= after ? v7({ msecs: millisecondsOf(after) + 1 }) : id
}

const millisecondsOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
