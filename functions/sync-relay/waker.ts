import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'

/** This person has updates up to that number. */
export interface WakeUp {
  userId: string
  number: number
}

/** Wakes the streams where the number is unknown: each reads the table. */
export const unknownNumber = Number.MAX_SAFE_INTEGER

/** The channel between the replicas. It only wakes them: the updates are in the table. */
export const channel = 'zerodue_sync'

/** Wakes the streams of a person in this process and in the other replicas. */
export type Wake = (wakeUp: WakeUp) => Promise<void>

/**
 * Notifies the other replicas in its own statement after the commit: NOTIFY in the transaction would take a lock of the
 * whole server at commit. Wake-ups that arrive while one statement runs share the next one. It never rejects: a replica that
 * misses a wake-up checks the table by itself.
 */
export function createWaker(sql: Sql, here: { wake(wakeUp: WakeUp): void }, log: Log): Wake {
  let pending = new Map<string, number>()
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()

  async function notify(): Promise<void> {
    const payloads = [...pending].map(([userId, number]) => `${number} ${userId}`)
    pending = new Map()
    next = undefined
    try {
      await sql`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`
    } catch (err) {
      log.warn({ err, outcome: 'other replicas were not notified' })
    }
  }

  return wakeUp => {
    const { userId, number } = wakeUp
    here.wake(wakeUp)
    pending.set(userId, Math.max(number, pending.get(userId) ?? 0))
    if (!next) {
      next = running.then(notify)
      running = next
    }
    return next
  }
}

export function parseWakeUp(payload: string): WakeUp {
  const space = payload.indexOf(' ')
  return { number: Number(payload.slice(0, space)), userId: payload.slice(space + 1) }
}
