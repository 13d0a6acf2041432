import { setTimeout } from 'node:timers/promises'
import { bodyOf, httpHeaders } from '../cloud-event.ts'
import type { Outgoing } from '../event.ts'
import type { Gate } from './gate.ts'
import type { Pulse } from './pulse.ts'

/** When a delivery is retried. */
export interface Retries {
  /** How often after the first attempt. */
  most: number
  /** The unit of the exponential backoff: the first pause is twice as long, and each next one doubles. */
  pauseMs: number
  timeoutMs: number
}

/** The defaults of KafkaSource. */
export const likeKafkaSource: Retries = { most: 10, pauseMs: 300, timeoutMs: 600_000 }

export const pauseBefore = (retry: number, { pauseMs }: Retries): number => pauseMs * 2 ** retry

/** The statuses that KafkaSource retries. Every other status of 300 and above is final. */
export const isRetried = (status: number): boolean => status >= 500 || [404, 408, 409, 429].includes(status)

export interface Subscriber {
  function: string
  url: string
}

/** A pause that keeps no process alive. */
export const pauseFor: DeliverOptions['pause'] = (ms, signal) => setTimeout(ms, undefined, { signal, ref: false })

type To = Subscriber & { gate: Gate; pulse: Pulse }

export interface DeliverOptions {
  authorization: string
  retries: Retries
  fetch: typeof fetch
  pause: (ms: number, stop: AbortSignal) => Promise<unknown>
  /** After an abort there are no more retries: the outbox keeps the event for the next start. */
  stopRetries: AbortSignal
  /** After an abort there are no more requests. */
  stop: AbortSignal
}

export interface DeadLetter {
  destination: string
  /** The last status; 0 if there was no answer. */
  status: number
  reason: string
}

/**
 * Delivers one event to a subscriber. Answers a dead letter when the subscriber refuses it for good; rejects when stopped. A
 * subscriber that was away and answers again gets the event soon, and not only after the rest of a long backoff.
 */
export async function deliver(
  event: Outgoing,
  { url, gate, pulse }: To,
  options: DeliverOptions,
  more: Record<string, string> = {},
): Promise<DeadLetter | undefined> {
  const { retries, stopRetries } = options
  let waitedMs = 0
  for (let retry = 1; ; retry++) {
    const { status, reason } = await gate(() => post(event, url, options, more))
    if (status >= 200 && status < 300) return void pulse.beat()
    // Retries that came early do not shorten the time in which the subscriber may come back.
    const isLast = retry > retries.most && waitedMs >= longestWaitMs(retries)
    if (isLast || !(status === 0 || isRetried(status))) return { destination: url, status, reason }
    stopRetries.throwIfAborted()
    const pauseMs = pauseBefore(Math.min(retry, retries.most), retries)
    const isAway = status === 0 || status === 503
    waitedMs += await waitFor(pauseMs, isAway ? pulse.next() : undefined, options)
  }
}

const longestWaitMs = (retries: Retries): number =>
  Array.from({ length: retries.most }, (_, i) => pauseBefore(i + 1, retries)).reduce((sum, ms) => sum + ms, 0)

/** Waits for the pause, or after the shortest pause for `recovered`. Answers how long that was. */
async function waitFor(
  pauseMs: number,
  recovered: Promise<void> | undefined,
  { retries, stopRetries, pause }: DeliverOptions,
): Promise<number> {
  const shortestMs = Math.min(pauseMs, pauseBefore(1, retries))
  await pause(shortestMs, stopRetries)
  if (pauseMs === shortestMs) return pauseMs
  const early = new AbortController()
  const rest = pause(pauseMs - shortestMs, AbortSignal.any([stopRetries, early.signal])).then(() => pauseMs)
  try {
    return await Promise.race(recovered ? [rest, recovered.then(() => shortestMs)] : [rest])
  } finally {
    early.abort()
    rest.catch(() => {})
  }
}

async function post(
  event: Outgoing,
  url: string,
  { authorization, retries, fetch, stop }: DeliverOptions,
  more: Record<string, string>,
): Promise<{ status: number; reason: string }> {
  stop.throwIfAborted()
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...httpHeaders(event), ...more, authorization },
      body: bodyOf(event),
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(retries.timeoutMs), stop]),
    })
    return { status: response.status, reason: await response.text() }
  } catch (error) {
    return { status: 0, reason: String(error instanceof Error ? (error.cause ?? error) : error) }
  }
}

/** The attributes that KafkaSource adds to a dead letter. The reason is base64 of at most 1 KiB. */
export const deadLetterHeaders = ({ destination, status, reason }: DeadLetter): Record<string, string> => ({
  'ce-knativeerrordest': destination,
  'ce-knativeerrorcode': String(status),
  'ce-knativeerrordata': Buffer.from(Buffer.from(reason).subarray(0, 768)).toString('base64'),
})
