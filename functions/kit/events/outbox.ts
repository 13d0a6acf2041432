import type { Log } from '../log.ts'
import type { Sql } from '../postgres/connect.ts'
import { type Timer, within } from '../timers.ts'
import { BrokerAway, type OutboxEvent, type Publisher, sourceOf, Unpublishable } from './event.ts'
import { createMarker, findUnpublished, first } from './outbox-table.ts'
import { publishApart } from './publish-apart.ts'
import { maxTries, setAsideTable } from './set-aside.ts'

export interface OutboxOptions {
  sql: Sql
  schema: string
  functionName: string
  publisher: Publisher
  retryTimer: Timer
  log: Log
  /**
   * How long an answer waits for its events to be published; after that they go on in the background. It is 0 where the
   * publisher waits for every subscriber: one of them may be waiting for this very answer.
   */
  waitMs?: number
  pageSize?: number
  /** The topics that go first while this process starts. */
  firstTopics?: readonly string[]
  /** Whether this process has begun just now, so that the functions that its events wake must start too. */
  isStarting?: () => boolean
}

/** Publishes the events that were written with a change: right after the commit, or by a sweep. */
export interface Outbox {
  /** Publishes events right after their commit. Never rejects: events that fail stay for a sweep. */
  publish(events: OutboxEvent[]): Promise<void>
  /** Publishes every event that a crash or a failing broker left, and answers how many. Rejects if the broker is away. */
  sweep(): Promise<number>
  /** Call it before the process ends: waits for the events in flight, and sweeps once more. */
  close(): Promise<void>
}

/** After an outage of any length the events go this soon at the latest. */
const longestPauseMs = 5_000
/** While the broker is away, new events cause one attempt in this time, so that they go soon after it is back. */
const probePauseMs = 1_000
/** Beyond this number, events wait in the table and not in memory. */
const maxInFlight = 5_000
/** The pause for a publisher that retries for minutes itself before it fails. */
const pauseAfterRetriesMs = 30_000
/** How long a sweep waits for a stuck page; then the page goes on beside it. */
const stuckAfterMs = 5_000
/** By then the functions that a person waits for have done their work, or something is wrong with them. */
const restAfterMs = 4_000
/** So many pages of a sweep are on their way at once where each event goes on its own. */
const pagesAtOnce = 8

export function createOutbox(options: OutboxOptions): Outbox {
  const { sql, schema, publisher, functionName, retryTimer, log, pageSize = 500, firstTopics = [] } = options
  const waitMs = options.waitMs ?? (publisher.oneByOne ? 0 : 1_000)
  const source = sourceOf(functionName)
  const setAside = setAsideTable(sql, schema, functionName)
  const markPublished = createMarker(sql, schema)
  const inFlight = new Map<string, Promise<void>>()
  /** While the broker is away only sweeps try it, so that requests do not wait and events keep their order. */
  let brokerAway = false
  /** Somebody asked for a sweep while one was running, which may have read their events before they failed. */
  let sweepAgain = false
  let failures = 0
  /** The rest of a change waits for its sweep. */
  let holdsBack = false
  let sweeping: Promise<number> | undefined

  /** Marks after publishing: a crash between the two publishes twice, which is at least once. */
  async function send(events: OutboxEvent[]): Promise<void> {
    await publisher.publish(events.map(event => ({ ...event, source })))
    await markPublished(events)
  }

  function start(events: OutboxEvent[]): Promise<void> {
    const sent = send(events).finally(() => {
      for (const { id } of events) inFlight.delete(id)
    })
    for (const { id } of events) inFlight.set(id, sent)
    return sent
  }

  function retryAfter(error: unknown, pauseMs: number, events: number): void {
    log.warn({ err: error, events, pauseMs, outcome: 'left in the outbox' })
    retryTimer.after(pauseMs)
  }

  function onBrokerAway(error: unknown, events: number): void {
    // Many requests that fail at the same time are one failure.
    if (!brokerAway || sweeping) failures++
    // Where each event goes on its own, a failure of the database must not stop the next ones.
    brokerAway = !publisher.oneByOne
    retryAfter(error, Math.min(500 * 2 ** failures, longestPauseMs), events)
  }

  /** An event that failed beside others that were accepted. It is tried a few times more, and then set aside. */
  async function onFailure(event: OutboxEvent, error: unknown): Promise<void> {
    const tries = error instanceof Unpublishable ? 1 : maxTries
    const isSetAside = await setAside.notPublished({ ...event, source }, error, tries)
    if (isSetAside) log.error({ err: error, event: event.id, type: event.type, outcome: 'set aside' })
    else retryAfter(error, publisher.oneByOne ? pauseAfterRetriesMs : probePauseMs, 1)
  }

  /**
   * Publishes right after a commit, and answers whether the broker accepted. Where it refuses a group, a sweep finds out
   * which event is at fault.
   */
  async function startGroup(events: OutboxEvent[]): Promise<boolean> {
    try {
      await start(events)
      return true
    } catch (error) {
      if (error instanceof BrokerAway && !publisher.oneByOne) onBrokerAway(error, events.length)
      else if (publisher.oneByOne && !(error instanceof BrokerAway))
        await onFailure(events[0] as OutboxEvent, error).catch(err => retryAfter(err, pauseAfterRetriesMs, 1))
      else retryAfter(error, publisher.oneByOne ? pauseAfterRetriesMs : 0, events.length)
      return false
    }
  }

  const notInFlight = (events: OutboxEvent[]) => events.filter(({ id }) => !inFlight.has(id))

  async function sendPage(events: OutboxEvent[]): Promise<number> {
    const waiting = notInFlight(events)
    if (!waiting.length) return 0
    const { accepted, failed } = await publishApart(waiting, start)
    for (const { event, error } of failed) await onFailure(event, error)
    return accepted
  }

  /** Answers how many were accepted. It never rejects. */
  async function sendEach(events: OutboxEvent[]): Promise<number> {
    const accepted = await Promise.all(notInFlight(events).map(event => startGroup([event])))
    return accepted.filter(Boolean).length
  }

  async function sweepAll(): Promise<number> {
    let swept = 0
    const pages: Promise<void>[] = []
    /** A slow subscriber must not hold up the others, so several pages are on their way at once. */
    async function inParallel(page: OutboxEvent[]): Promise<void> {
      const sent = sendEach(page).then(count => {
        swept += count
      })
      pages.push(sent)
      if (pages.length > pagesAtOnce) await within(pages.shift() ?? sent, stuckAfterMs)
    }
    try {
      do {
        sweepAgain = false
        // Start from the beginning each time: the order of ids is not the order of commits.
        for (let after: string | undefined = first; after; ) {
          const page: OutboxEvent[] = await findUnpublished(sql, schema, after, pageSize)
          if (publisher.oneByOne) await inParallel(page)
          else swept += await sendPage(page)
          // A page ends early where its events are large.
          after = page.at(-1)?.id
        }
        await within(Promise.all(pages.splice(0)), stuckAfterMs)
      } while (sweepAgain)
      brokerAway = false
      failures = 0
      return swept
    } catch (error) {
      onBrokerAway(error, 0)
      throw error
    }
  }

  function sweep(): Promise<number> {
    if (sweeping) sweepAgain = true
    sweeping ??= sweepAll().finally(() => {
      sweeping = undefined
    })
    return sweeping
  }

  /** While everything starts, these events go alone: functions that start at the same time slow each other down. */
  const firstOf = (events: OutboxEvent[]): OutboxEvent[] =>
    !publisher.oneByOne && options.isStarting?.() ? events.filter(({ topic }) => firstTopics.includes(topic)) : []

  return {
    async publish(all) {
      if (!all.length) return
      const first = firstOf(all)
      const events = first.length ? first : all
      if (holdsBack && !first.length) {
        // This may be the change that a person waited for. A sweep keeps the order.
        holdsBack = false
        return within(
          sweep().catch(() => {}),
          waitMs,
        )
      }
      if (events.length < all.length) {
        holdsBack = true
        retryTimer.after(restAfterMs)
      }
      if (brokerAway) {
        sweepAgain = true
        retryTimer.after(probePauseMs)
        return
      }
      if (inFlight.size >= maxInFlight) return retryTimer.after(0)
      const sent: Promise<unknown> = publisher.oneByOne ? sendEach(events) : startGroup(events)
      if (waitMs) await within(sent, waitMs)
    },
    sweep,
    async close() {
      await within(Promise.allSettled(inFlight.values()), publisher.oneByOne ? 500 : stuckAfterMs)
      if (!publisher.oneByOne) await sweep().catch(() => {})
    },
  }
}
