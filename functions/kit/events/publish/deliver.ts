import { setTimeout as pause } from 'node:timers/promises'
import { bodyOf, httpHeaders } from '../cloud-event.ts'
import type { Outgoing } from '../event.ts'
import type { Gate } from './gate.ts'
import { mayPass, pauseBefore, type Retries } from './retries.ts'

export interface Subscriber {
  function: string
  url: string
}

type To = Subscriber & { gate: Gate }

export interface DeliverOptions {
  authorization: string
  retries: Retries
  fetch: typeof fetch
  /** Aborted, nothing is tried again: what was not taken is left for the next start. */
  noRetries: AbortSignal
  /** Aborted, nothing is tried at all. */
  nothing: AbortSignal
}

export interface DeadLetter {
  /** Where it should have gone, what was answered (0: nothing), and the beginning of that answer. */
  destination: string
  status: number
  reason: string
}

/** Answers nothing when the subscriber took the event, or why it never will. Rejects when it was stopped before that. */
export async function deliver(
  event: Outgoing,
  { url, gate }: To,
  options: DeliverOptions,
  more: Record<string, string> = {},
): Promise<DeadLetter | undefined> {
  for (let retry = 1; ; retry++) {
    const { status, reason } = await gate(() => post(event, url, options, more))
    if (status >= 200 && status < 300) return undefined
    if (retry > options.retries.most || !(status === 0 || mayPass(status))) return { destination: url, status, reason }
    options.noRetries.throwIfAborted()
    await pause(pauseBefore(retry, options.retries), undefined, { signal: options.noRetries, ref: false })
  }
}

async function post(
  event: Outgoing,
  url: string,
  { authorization, retries, fetch, nothing }: DeliverOptions,
  more: Record<string, string>,
): Promise<{ status: number; reason: string }> {
  nothing.throwIfAborted()
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...httpHeaders(event), ...more, authorization },
      body: bodyOf(event),
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(retries.timeoutMs), nothing]),
    })
    return { status: response.status, reason: await response.text() }
  } catch (error) {
    return { status: 0, reason: String(error instanceof Error ? (error.cause ?? error) : error) }
  }
}

/** What a source adds to an event that goes to the dead letters. The data is base64 of at most 1 KiB. */
export const deadLetterHeaders = ({ destination, status, reason }: DeadLetter): Record<string, string> => ({
  'ce-knativeerrordest': destination,
  'ce-knativeerrorcode': String(status),
  'ce-knativeerrordata': Buffer.from(Buffer.from(reason).subarray(0, 768)).toString('base64'),
})
