import type { Caller } from '../kit/http/api.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { readUpdates } from './read-updates.ts'
import type { Limits } from './settings.ts'
import { type EndReason, type Out, Stream } from './stream.ts'
import { channel, everything, type News, toNews } from './waker.ts'

export interface StreamsOptions {
  sql: Sql
  limits: Limits
  now: () => Date
  random: () => number
  log: Log
}

/** More than any person has tabs and devices. */
const mostOfOne = 50
const pageSize = 100
const lookMs = 1_000

/** The open streams of this process. Other replicas wake it by the database; whoever is woken reads the table. */
export class Streams {
  readonly #options: StreamsOptions
  readonly #byUser = new Map<string, Set<Stream>>()
  #timers: NodeJS.Timeout[] = []
  #listening: 'no' | 'trying' | 'yes' = 'no'

  constructor(options: StreamsOptions) {
    this.#options = options
  }

  /** `undefined`: this person has too many open here already. */
  open(caller: Caller, after: number | undefined, out: () => Out): Stream | undefined {
    const { sql, limits, random, log } = this.#options
    const { userId, until } = caller
    const own = this.#byUser.get(userId) ?? new Set()
    if (own.size >= mostOfOne) return undefined
    const now = () => this.#options.now().getTime()
    const began = now()
    // Not all at the same moment, where all began at the same moment.
    const limitMs = limits.streamMs * (0.9 + 0.1 * random())
    const tokenMs = until ? until.getTime() - began : Number.POSITIVE_INFINITY
    const timer = setTimeout(
      () => stream.end(tokenMs < limitMs ? 'token' : 'limit'),
      Math.max(0, Math.min(tokenMs, limitMs)),
    )
    const stream = new Stream({
      after,
      now,
      out: out(),
      read: number => readUpdates(sql, caller, number, pageSize),
      closed: why => {
        clearTimeout(timer)
        own.delete(stream)
        if (!own.size) this.#byUser.delete(userId)
        if (!this.#byUser.size) this.#rest()
        log.info({ outcome: `stream: ${why}`, updates: stream.updates, durationMs: now() - began })
      },
    })
    this.#byUser.set(userId, own.add(stream))
    this.#begin()
    return stream
  }

  get size(): number {
    let size = 0
    for (const own of this.#byUser.values()) size += own.size
    return size
  }

  wake({ userId, number }: News): void {
    for (const stream of this.#byUser.get(userId) ?? []) stream.wake(number)
  }

  /** Asks the database how far everybody's sequence is, and wakes whoever is behind. */
  async check(): Promise<void> {
    const users = [...this.#byUser.keys()]
    if (!users.length) return
    try {
      const { sql } = this.#options
      const heads = await sql<{ user_id: string; last: string }[]>`select * from sync.heads(${users})`
      const last = new Map(heads.map(head => [head.user_id, Number(head.last)]))
      // Of whom there is no head any more the account has ended.
      for (const userId of users) this.wake({ userId, number: last.get(userId) ?? everything })
    } catch (err) {
      this.#options.log.warn({ err, outcome: 'heads unknown' })
    }
  }

  endAll(reason: EndReason): void {
    for (const own of this.#byUser.values()) for (const stream of [...own]) stream.end(reason)
  }

  #begin(): void {
    if (this.#timers.length) return
    this.#timers = [
      setInterval(() => this.#look(), lookMs),
      setInterval(() => this.#checkAndListen(), this.#options.limits.checkMs),
    ]
    for (const timer of this.#timers) timer.unref()
    void this.#listen()
  }

  /** With nobody there, nothing ticks. */
  #rest(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
  }

  #look(): void {
    const { limits, now } = this.#options
    const at = now().getTime()
    for (const own of this.#byUser.values())
      for (const stream of [...own]) stream.look(at - limits.heartbeatMs, at - limits.slowMs)
  }

  #checkAndListen(): void {
    void this.#listen()
    void this.check()
  }

  /** On a connection of its own, which comes back by itself; then what was said meanwhile is looked up. */
  async #listen(): Promise<void> {
    if (this.#listening !== 'no') return
    this.#listening = 'trying'
    const { sql, log } = this.#options
    try {
      await sql.listen(
        channel,
        payload => this.wake(toNews(payload)),
        () => void this.check(),
      )
      this.#listening = 'yes'
    } catch (err) {
      this.#listening = 'no'
      log.warn({ err, outcome: 'not listening' })
    }
  }
}
