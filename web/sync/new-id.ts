import { v7 } from 'uuid'

/** Ids sort by age, also after the clock was set back: never before the newest that is there already. */
export function newId(after?: string): string {
  const id = v7()
  return after !== undefined && id <= after ? v7({ msecs: millisecondsOf(after) + 1 }) : id
}

const millisecondsOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
