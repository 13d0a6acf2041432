import type { Log } from '../log.ts'
import type { Sql } from '../postgres/connect.ts'
import type { Alarm } from './alarm.ts'
import { type OutboxEvent, type Publisher, sourceOf } from './event.ts'
import { createMarker, findUnpublished } from './outbox-table.ts'
import { within } from './within.ts'

export interface OutboxOptions {
  sql: Sql
  schema: string
  functionName: string
  publisher: Publisher
  alarm: Alarm
  log: Log
  /**
   * How long an answer may wait for its events to leave; what takes longer goes on in the background. Where the publisher
   * waits for every subscriber it is nothing: one of them may be waiting for this very answer.
   */
  waitMs?: number
  pageSize?: number
}

/** Events are written with the change that they tell of, and leave from here: right after the commit, or by a sweep. */
export interface Outbox {
  /** Publishes what was just committed. It never rejects: what does not leave now stays, and a sweep publishes it. */
  publish(events: OutboxEvent[]): Promise<void>
  /** Publishes whatever a crash or an absent broker left behind, and answers how many that were. Rejects if it cannot. */
  sweep(): Promise<number>
  /** Before the process ends: lets what is under way arrive, and sweeps once more. */
  close(): Promise<void>
}

const first = '00000000-0000-0000-0000-000000000000'
const longestPauseMs = 60_000
/** More than that waits in the table and not in memory. */
const mostUnderWay = 5_000
/** For publishers that have tried for minutes already when they give up. */
const pauseAfterRetriesMs = 30_000
/** An event that is stuck does not hold up a sweep for longer; it goes on beside it. */
const patienceMs = 5_000

export function createOutbox(options: OutboxOptions): Outbox {
  const { sql, schema, publisher, alarm, log, pageSize = 500 } = options
  const waitMs = options.waitMs ?? (publisher.oneByOne ? 0 : 1_000)
  const source = sourceOf(options.functionName)
  const markPublished = createMarker(sql, schema)
  const underWay = new Map<string, Promise<void>>()
  /** While the broker is away nothing is tried but sweeps, so that requests do not wait and the order stays. */
  let away = false
  let leftMeanwhile = false
  let failures = 0
  let sweeping: Promise<number> | undefined

  /** Marked only after everybody has it: a crash between the two publishes twice, never not at all. */
  async function send(events: OutboxEvent[]): Promise<void> {
    await publisher.publish(events.map(event => ({ ...event, source })))
    await markPublished(events)
  }

  function start(events: OutboxEvent[]): Promise<void> {
    const sent = send(events).finally(() => {
      for (const { id } of events) underWay.delete(id)
    })
    for (const { id } of events) underWay.set(id, sent)
    return sent
  }

  function failed(error: unknown, events: number): void {
    // Of many requests that fail at once only the first one is news.
    if (!away || sweeping) failures++
    away = !publisher.oneByOne
    const pauseMs = publisher.oneByOne ? pauseAfterRetriesMs : Math.min(500 * 2 ** failures, longestPauseMs)
    log.warn({ err: error, events, pauseMs, outcome: 'left in the outbox' })
    alarm.after(pauseMs)
  }

  /** Never rejects: what fails is left, and answers 0. */
  const startEach = (events: OutboxEvent[]): Promise<number>[] =>
    (publisher.oneByOne ? events.map(event => [event]) : [events]).map(group =>
      start(group).then(
        () => group.length,
        error => {
          failed(error, group.length)
          return 0
        },
      ),
    )

  async function sendPage(events: OutboxEvent[]): Promise<number> {
    const waiting = events.filter(({ id }) => !underWay.has(id))
    if (!waiting.length) return 0
    if (!publisher.oneByOne) return start(waiting).then(() => waiting.length)
    let sent = 0
    const counted = startEach(waiting).map(one => one.then(count => (sent += count)))
    await within(Promise.all(counted), patienceMs)
    return sent
  }

  async function sweepAll(): Promise<number> {
    let swept = 0
    try {
      do {
        leftMeanwhile = false
        // From the beginning each time: what commits later may well have an earlier id.
        for (let after: string | undefined = first; after; ) {
          const page: OutboxEvent[] = await findUnpublished(sql, schema, after, pageSize)
          swept += await sendPage(page)
          after = page.length < pageSize ? undefined : page.at(-1)?.id
        }
      } while (leftMeanwhile)
      away = false
      failures = 0
      return swept
    } catch (error) {
      failed(error, 0)
      throw error
    }
  }

  function sweep(): Promise<number> {
    sweeping ??= sweepAll().finally(() => {
      sweeping = undefined
    })
    return sweeping
  }

  return {
    async publish(events) {
      if (!events.length) return
      if (away) {
        leftMeanwhile = true
        return
      }
      if (underWay.size >= mostUnderWay) return alarm.after(0)
      const sent = Promise.all(startEach(events))
      if (waitMs) await within(sent, waitMs)
    },
    sweep,
    async close() {
      await within(Promise.allSettled(underWay.values()), publisher.oneByOne ? 500 : patienceMs)
      if (!publisher.oneByOne) await sweep().catch(() => {})
    },
  }
}
