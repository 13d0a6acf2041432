import { setTimeout as pause } from 'node:timers/promises'
import { bodyOf, httpHeaders } from '../cloud-event.ts'
import type { Outgoing } from '../event.ts'
import type { Gate } from './gate.ts'

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

type To = Subscriber & { gate: Gate }

export interface DeliverOptions {
  authorization: string
  retries: Retries
  fetch: typeof fetch
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

/** Delivers one event to a subscriber. Answers a dead letter when the subscriber refuses it for good; rejects when stopped. */
export async function deliver(
  event: Outgoing,
  { url, gate }: To,
  options: DeliverOptions,
  more: Record<string, string> = {},
): Promise<DeadLetter | undefined> {
  for (let retry = 1; ; retry++) {
    const { status, reason } = await gate(() => post(event, url, options, more))
    if (status >= 200 && status < 300) return undefined
    if (retry > options.retries.most || !(status === 0 || isRetried(status)))
      return { destination: url, status, reason }
    options.stopRetries.throwIfAborted()
    await pause(pauseBefore(retry, options.retries), undefined, { signal: options.stopRetries, ref: false })
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
