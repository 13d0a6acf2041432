import { setTimeout } from 'node:timers/promises'
import { percentEncoded } from '../../kit/events/cloud-event.ts'
import { isRetried } from '../../kit/events/publish/deliver.ts'
import type { Delivery } from './manifest.ts'
import type { Request } from './record.ts'

export interface Failure {
  /** The last answer; absent after a timeout or a failed connection. */
  answer?: { status: number; body: Buffer; headers: Headers }
}

interface Outside {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  pause: (ms: number, stop: AbortSignal) => Promise<unknown>
}

const outside: Outside = { fetch, pause: (ms, signal) => setTimeout(ms, undefined, { signal }) }

/** POSTs until a final answer or the last retry. Ignores `Retry-After`, as Knative does. */
export async function deliver(
  request: Request,
  url: string,
  { retries, pauseMs, timeoutMs }: Delivery,
  stopped: AbortSignal,
  { fetch, pause }: Outside = outside,
): Promise<Failure | undefined> {
  for (let retry = 1; ; retry++) {
    const answer = await post(request, url, timeoutMs, fetch)
    if (answer && answer.status >= 200 && answer.status < 300) return undefined
    if (retry > retries || (answer && !isRetried(answer.status))) return answer ? { answer } : {}
    await pause(pauseMs(retry), stopped)
  }
}

async function post(
  { attributes, contentType, body, traceparent }: Request,
  url: string,
  timeoutMs: number,
  fetch: Outside['fetch'],
) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(attributes)) headers.set(`ce-${name}`, percentEncoded(value))
  if (contentType !== undefined) headers.set('content-type', contentType)
  if (traceparent !== undefined) headers.set('traceparent', traceparent)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()), headers: response.headers }
  } catch {
    return undefined
  }
}

/** The attributes that Knative adds to a dead letter: the destination, and the answer. */
export function reasonOf({ answer }: Failure, url: string): Record<string, string> {
  if (!answer) return { knativeerrordest: url }
  return {
    knativeerrordest: url,
    knativeerrorcode: String(answer.status),
    knativeerrordata: answer.body.subarray(0, 1_024).toString('base64'),
  }
}
