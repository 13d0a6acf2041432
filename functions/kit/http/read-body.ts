import { setImmediate } from 'node:timers/promises'
import type { Context } from 'hono'
import { invalidRequest, tooLarge, unsupportedContentType } from '../core/problems.ts'
import { type Fault, Refused, refuse } from '../core/refusal.ts'
import { parseJson, valuesIn } from './parse-json.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The body as text of at most `maxBytes`. */
export async function readText(c: Context, maxBytes: number): Promise<string> {
  const bytes = await readBytes(c, maxBytes)
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Refused(refuse(invalidRequest, { detail: 'The body is not UTF-8.' }))
  }
}

/** The bytes of the body. A content-length above the limit is refused before anything is read. */
export async function readBytes(c: Context, maxBytes: number): Promise<ArrayBuffer | Uint8Array> {
  const tooLong = () => new Refused(refuse(tooLarge, { detail: `The body may have at most ${maxBytes} bytes.` }))
  const declared = c.req.header('content-length')
  if (declared !== undefined) {
    if (Number(declared) > maxBytes) throw tooLong()
    // Hono keeps these bytes until the request ends: too long for a file.
    if (Number(declared) <= mostKept) return c.req.arrayBuffer().catch(brokenOff)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = c.req.raw.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read().catch(brokenOff)) ?? { done: true }
    if (done || !value) return Buffer.concat(chunks)
    size += value.byteLength
    if (size > maxBytes) throw tooLong()
    chunks.push(value)
  }
}

const mostKept = 1024 * 1024

/** The client closed the connection: it will not read this answer, and it is no error of ours. */
const brokenOff = (): never => {
  throw new Refused(refuse(invalidRequest, { detail: 'The connection closed before the body was complete.' }))
}

interface JsonBody {
  json: unknown
  raw: string
}

/** The body as JSON. Refuses another media type, malformed JSON, and text that Postgres cannot store. */
export async function readJson(c: Context, maxBytes: number, types: readonly string[]): Promise<JsonBody> {
  requireType(c, types)
  const raw = await readText(c, maxBytes)
  if (raw.length > mostAtOnce) await turn()
  return { json: storableJson(raw, maxBytes), raw }
}

/** Text of at most `maxBytes` as JSON that is not too deep, has not too many values, and that Postgres can store. */
export function storableJson(raw: string, maxBytes: number): unknown {
  const { json, depth } = parseJson(raw, { depth: mostDepth, values: valuesIn(maxBytes) })
  // Without one of these escapes, no text in the body can be unstorable.
  const fault = depth > maxDepth || /\\u(?:0000|d[89a-f])/i.test(raw) ? unstorable(json) : undefined
  if (fault) throw new Refused(refuse(invalidRequest, { errors: [fault] }))
  return json
}

/** To parse and check a longer body takes milliseconds. */
const mostAtOnce = 32 * 1024
let turns: Promise<void> = Promise.resolve()

/** Lets one long body through in each round of the event loop, so that short requests do not wait for many of them. */
function turn(): Promise<void> {
  turns = turns.then(() => setImmediate())
  return turns
}

/** The media type of the body; refuses any that is not among `types`. */
export function requireType(c: Context, types: readonly string[]): string {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (types.includes(type)) return type
  const detail = `Send ${types.join(' or ')}${type ? `, not ${type}` : ' and say so in content-type'}.`
  throw new Refused(refuse(unsupportedContentType, { detail }))
}

const maxDepth = 32
/** A body that is deeper than `maxDepth`, but not much, gets an error with the path of the field that is. */
const mostDepth = 128

/** Walks without recursion: a deeply nested body must not exhaust the stack. */
function unstorable(json: unknown): Fault | undefined {
  const todo: [value: unknown, path: string, depth: number][] = [[json, '', 0]]
  for (let next = todo.pop(); next; next = todo.pop()) {
    const [value, path, depth] = next
    if (typeof value === 'string' && !storable(value))
      return { path, message: 'must be text without NUL characters or unpaired surrogates' }
    if (typeof value !== 'object' || value === null) continue
    if (depth === maxDepth) return { path, message: `is nested more than ${maxDepth} levels deep` }
    for (const [key, inner] of Object.entries(value)) {
      if (!storable(key)) return { path, message: 'has a field name with NUL characters or unpaired surrogates' }
      todo.push([inner, path ? `${path}.${key}` : key, depth + 1])
    }
  }
  return undefined
}

const storable = (text: string) => !text.includes('\0') && text.isWellFormed()
