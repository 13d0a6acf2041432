import { createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { text } from '../core/schema.ts'

export const pageLimit = v.pipe(
  v.string(),
  v.regex(/^(?:[1-9]\d?|100)$/, 'must be a number from 1 to 100'),
  v.transform(Number),
)

/** The query of every list: the size of a page, and the cursor of the previous page. */
export const paging = { limit: v.optional(pageLimit, '50'), cursor: v.exactOptional(v.pipe(text(1, 2000))) }

/**
 * The end of a page, for the client to send back. The signature covers the list that the cursor belongs to, so a cursor of
 * another user or another query, or a forged one, is refused before it reaches a query.
 */
export function sealCursor(secret: string, list: string, position: object): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${payload}.${seal(secret, list, payload).toString('base64url')}`
}

/** The position in a cursor; `undefined` if the signature is wrong. Only this program can sign, so the shape is right. */
export function openCursor<T extends object>(secret: string, list: string, cursor: string): T | undefined {
  const [payload = '', signature = ''] = cursor.split('.')
  const expected = seal(secret, list, payload)
  const given = Buffer.from(signature, 'base64url')
  if (cursor !== `${payload}.${signature}` || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

const seal = (secret: string, list: string, payload: string) =>
  createHmac('sha256', secret).update(`cursor\n${list}\n${payload}`).digest().subarray(0, 16)
