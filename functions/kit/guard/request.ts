import { type LookupAddress, type LookupOptions, lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type Allowed, mayReach } from './addresses.ts'

export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface Guard {
  allowed: Allowed
  timeoutMs: number
  /** The name service; tests have their own. */
  resolve?: Resolve
}

export class AddressRefused extends Error {
  constructor() {
    super('The address is not public.')
  }
}

export class TimedOut extends Error {}

export interface Message {
  headers: Record<string, string>
  body?: string | Buffer
}

/**
 * Sends a request to a URL that a stranger chose. The connection uses the lookup whose addresses were checked, so a name that
 * resolves differently a moment later (DNS rebinding) changes nothing. It follows no redirect. `read` takes what it needs of
 * the response, within the same time limit; then the connection is closed.
 */
export function guardedRequest<T>(
  method: 'GET' | 'POST',
  url: string,
  { headers, body }: Message,
  guard: Guard,
  read: (response: IncomingMessage) => T | Promise<T>,
): Promise<T> {
  const target = new URL(url)
  const plain = target.protocol === 'http:'
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const check = { allowed: guard.allowed, plain }
  // A connection to an address makes no lookup.
  if (isIP(host) && !mayReach(host, check)) return Promise.reject(new AddressRefused())

  const signal = AbortSignal.timeout(guard.timeoutMs)
  return new Promise((answer, reject) => {
    const failed = (error: unknown) =>
      reject(signal.aborted ? new TimedOut(`There was no answer within ${guard.timeoutMs} ms.`) : error)
    const sent = (plain ? requestPlain : requestTls)(target, {
      method,
      headers: {
        ...headers,
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        'user-agent': 'Zerodue',
      },
      agent: false,
      lookup: guardedLookup(check, guard.resolve ?? resolve),
      maxHeaderSize: 16 * 1024,
      signal,
    })
    sent.on('error', failed)
    sent.on('response', async (response: IncomingMessage) => {
      try {
        answer(await read(response))
      } catch (error) {
        failed(error)
      } finally {
        response.destroy()
      }
    })
    sent.end(body)
  })
}

const guardedLookup =
  (check: { allowed: Allowed; plain: boolean }, resolveAll: Resolve): LookupFunction =>
  (host, options, callback) =>
    resolveAll(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const reachable = found.filter(({ address }) => mayReach(address, check))
      const [first] = reachable
      if (!first) return callback(new AddressRefused(), [])
      if (options.all) callback(null, reachable)
      else callback(null, first.address, first.family)
    })
