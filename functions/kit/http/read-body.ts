import type { Context } from 'hono'
import { invalidJson, invalidRequest, tooLarge, unsupportedContentType } from '../core/problems.ts'
import { type Fault, Refused, refuse } from '../core/refusal.ts'

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

/** The body as it came, refused by its declared length before it is read where it declares one. */
export async function readBytes(c: Context, maxBytes: number): Promise<ArrayBuffer | Uint8Array> {
  const beyond = () => new Refused(refuse(tooLarge, { detail: `A body here holds ${maxBytes} bytes at most.` }))
  const declared = c.req.header('content-length')
  if (declared !== undefined) {
    if (Number(declared) > maxBytes) throw beyond()
    return c.req.arrayBuffer().catch(brokenOff)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw beyond()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Nobody is left to read this answer, and nothing is wrong here. */
const brokenOff = (): never => {
  throw new Refused(refuse(invalidRequest, { detail: 'The body broke off.' }))
}

export interface JsonBody {
  json: unknown
  raw: string
}

/** The body as JSON. A wrong type, wrong JSON and text that no database stores are refused with their place. */
export async function readJson(c: Context, maxBytes: number, types: readonly string[]): Promise<JsonBody> {
  requireType(c, types)
  const raw = await readText(c, maxBytes)
  let json: unknown
  try {
    json = JSON.parse(raw)
  } catch (error) {
    throw new Refused(refuse(invalidJson, error instanceof Error ? { detail: error.message } : {}))
  }
  const fault = unstorable(json)
  if (fault) throw new Refused(refuse(invalidRequest, { errors: [fault] }))
  return { json, raw }
}

/** The media type of the body: one of these. */
export function requireType(c: Context, types: readonly string[]): string {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (types.includes(type)) return type
  const detail = `Send ${types.join(' or ')}${type ? `, not ${type}` : ' and say so in content-type'}.`
  throw new Refused(refuse(unsupportedContentType, { detail }))
}

const maxDepth = 32

/** Walks without recursion: a body of brackets must not exhaust the stack. */
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
