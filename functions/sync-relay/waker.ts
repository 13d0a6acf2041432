import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'

/** There is something new of this person, up to that number. */
export interface News {
  userId: string
  number: number
}

/** For what has no number: whoever hears of it looks. */
export const everything = Number.MAX_SAFE_INTEGER

/** The name of the channel between the replicas. What it carries only wakes: the table says what there is. */
export const channel = 'zerodue_sync'

/** Wakes the streams of a person, here and at the other replicas. */
export type Wake = (news: News) => Promise<void>

/**
 * Notifies the other replicas after the commit, in a statement of its own: within the transaction a notification would take
 * a lock of the whole server at commit. Wake-ups that come while one statement runs share the next one. It never rejects:
 * a replica that hears nothing looks by itself in a moment.
 */
export function createWaker(sql: Sql, here: { wake(news: News): void }, log: Log): Wake {
  let gathered = new Map<string, number>()
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()

  async function notify(): Promise<void> {
    const payloads = [...gathered].map(([userId, number]) => `${number} ${userId}`)
    gathered = new Map()
    next = undefined
    try {
      await sql`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`
    } catch (err) {
      log.warn({ err, outcome: 'other replicas were not notified' })
    }
  }

  return news => {
    const { userId, number } = news
    here.wake(news)
    gathered.set(userId, Math.max(number, gathered.get(userId) ?? 0))
    if (!next) {
      next = running.then(notify)
      running = next
    }
    return next
  }
}

export function toNews(payload: string): News {
  const space = payload.indexOf(' ')
  return { number: Number(payload.slice(0, space)), userId: payload.slice(space + 1) }
}
