import type { Caller } from '../kit/http/api.ts'
import type { Log } from '../kit/log.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { counter } from '../kit/telemetry/instruments.ts'
import { readUpdates } from './read-updates.ts'
import type { Limits } from './settings.ts'
import { type Connection, type EndReason, Stream } from './stream.ts'
import { channel, parseWakeUp, unknownNumber, type WakeUp } from './waker.ts'

interface StreamsOptions {
  sql: Sql
  limits: Limits
  now: () => Date
  random: () => number
  log: Log
}

const opened = counter('zerodue.streams.opened', { description: 'Streams that readers opened.' })
const ended = counter('zerodue.streams.ended', { description: 'Streams that ended, by reason.' })

const pageSize = 100
const tickMs = 1_000

/** The open streams of this process. Other replicas wake them through the database, and they read the table. */
export class Streams {
  readonly #options: StreamsOptions
  readonly #byUser = new Map<string, Set<Stream>>()
  #timers: NodeJS.Timeout[] = []
  #listening: 'no' | 'trying' | 'yes' = 'no'

  constructor(options: StreamsOptions) {
    this.#options = options
  }

  /** Answers `undefined` when the person has too many streams in this process. */
  open(caller: Caller, after: number | undefined, out: () => Connection): Stream | undefined {
    const { sql, limits, random, log } = this.#options
    const { userId, until } = caller
    const own = this.#byUser.get(userId) ?? new Set()
    if (own.size >= limits.maxStreams) return undefined
    const now = () => this.#options.now().getTime()
    const startedAt = now()
    // Jitter: streams that started together do not all end together.
    const limitMs = limits.streamMs * (0.9 + 0.1 * random())
    const tokenMs = until ? until.getTime() - startedAt : Number.POSITIVE_INFINITY
    const timer = setTimeout(
      () => stream.end(tokenMs < limitMs ? 'token' : 'limit'),
      Math.max(0, Math.min(tokenMs, limitMs)),
    )
    const stream = new Stream({
      after,
      now,
      out: out(),
      read: number => readUpdates(sql, caller, number, pageSize),
      onClose: why => {
        clearTimeout(timer)
        own.delete(stream)
        if (!own.size) this.#byUser.delete(userId)
        if (!this.#byUser.size) this.#stopTimers()
        ended.add(1, { reason: why })
        log.info({ outcome: `stream: ${why}`, updates: stream.updates, durationMs: now() - startedAt })
      },
    })
    opened.add(1)
    this.#byUser.set(userId, own.add(stream))
    this.#startTimers()
    return stream
  }

  get size(): number {
    let size = 0
    for (const own of this.#byUser.values()) size += own.size
    return size
  }

  wake({ userId, number }: WakeUp): void {
    for (const stream of this.#byUser.get(userId) ?? []) stream.wake(number)
  }

  /** Reads the newest number of each person from the database and wakes the streams that are behind. */
  async check(): Promise<void> {
    const users = [...this.#byUser.keys()]
    if (!users.length) return
    try {
      const { sql } = this.#options
      const heads = await sql<{ user_id: string; last: string }[]>`select * from sync.heads(${users})`
      const last = new Map(heads.map(head => [head.user_id, Number(head.last)]))
      // A person without a newest number has no account any more.
      for (const userId of users) this.wake({ userId, number: last.get(userId) ?? unknownNumber })
    } catch (err) {
      this.#options.log.warn({ err, outcome: 'the newest numbers are unknown' })
    }
  }

  endAll(reason: EndReason): void {
    for (const own of this.#byUser.values()) for (const stream of [...own]) stream.end(reason)
  }

  #startTimers(): void {
    if (this.#timers.length) return
    this.#timers = [
      setInterval(() => this.#tick(), tickMs),
      setInterval(() => this.#checkAndListen(), this.#options.limits.checkMs),
    ]
    for (const timer of this.#timers) timer.unref()
    void this.#listen()
  }

  /** A process without streams has no timers. */
  #stopTimers(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
  }

  #tick(): void {
    const { limits, now } = this.#options
    const at = now().getTime()
    for (const own of this.#byUser.values())
      for (const stream of [...own]) stream.tick(at - limits.heartbeatMs, at - limits.slowMs)
  }

  #checkAndListen(): void {
    void this.#listen()
    void this.check()
  }

  /** The library reconnects by itself. After each connect a check finds the wake-ups that were missed. */
  async #listen(): Promise<void> {
    if (this.#listening !== 'no') return
    this.#listening = 'trying'
    const { sql, log } = this.#options
    try {
      await sql.listen(
        channel,
        payload => this.wake(parseWakeUp(payload)),
        () => void this.check(),
      )
      this.#listening = 'yes'
    } catch (err) {
      this.#listening = 'no'
      log.warn({ err, outcome: 'not listening for wake-ups' })
    }
  }
}
