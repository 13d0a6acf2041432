import type { Sql, Transaction } from './connect.ts'

/** When this process began. */
export const processBegan = () => new Date(performance.timeOrigin)

interface Start {
  /** The function that was woken. */
  name: string
  /** When somebody sent what woke it. */
  wokenAt: Date
  now: Date
  /** When the process began: one that ran before it was woken needed no start. */
  began: Date
}

/** Whatever takes longer was not only a start: something was away. */
const longestMs = 30_000

/** Records how long a function needed to start, if its process began only after that had been sent which woke it. */
export async function noteStart(sql: Sql | Transaction, { name, wokenAt, now, began }: Start): Promise<void> {
  const tookMs = Math.max(0, now.getTime() - wokenAt.getTime())
  if (began < wokenAt || tookMs > longestMs) return
  await sql`select zerodue.note_start(${name}, ${tookMs})`
}

/** How long a function needs that was never seen to start. */
const unknownMs = 1_500

/** How long these functions need to start one after the other, in milliseconds. */
export async function startMs(sql: Sql, names: readonly string[]): Promise<number> {
  const [row] = await sql<{ ms: number }[]>`select zerodue.start_ms(${[...names]}, ${unknownMs}) as ms`
  return row?.ms ?? 0
}
