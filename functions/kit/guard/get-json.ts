import type { IncomingMessage } from 'node:http'
import { type Guard, guardedRequest } from './request.ts'

/** The reason why a URL of a stranger gave no JSON, as the end of a sentence. */
export class NoJson extends Error {}

/** GETs a small JSON document from a URL that a stranger chose. Anything but a 200 with JSON of at most `maxBytes` throws. */
export const getJson = (url: string, maxBytes: number, guard: Guard): Promise<unknown> =>
  guardedRequest('GET', url, { headers: { accept: 'application/json' } }, guard, response =>
    readJson(response, maxBytes),
  )

async function readJson(response: IncomingMessage, maxBytes: number): Promise<unknown> {
  const { statusCode = 0, headers } = response
  if (statusCode >= 300 && statusCode < 400) throw new NoJson('redirects to another address')
  if (statusCode !== 200) throw new NoJson(`answers with status ${statusCode}`)
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!/^application\/(json|[\w.-]+\+json)$/.test(type)) throw new NoJson('is not JSON')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new NoJson(`has more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch {
    throw new NoJson('is not JSON')
  }
}
