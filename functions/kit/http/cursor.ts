import { createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { text } from '../core/schema.ts'

export const pageLimit = v.pipe(
  v.string(),
  v.regex(/^(?:[1-9]\d?|100)$/, 'must be a number from 1 to 100'),
  v.transform(Number),
)

/** What every list takes: how many items a page holds, and where the page before ended. */
export const paging = { limit: v.optional(pageLimit, '50'), cursor: v.exactOptional(v.pipe(text(1, 2000))) }

/**
 * Where a page ended, for the client to bring back. A cursor is signed together with the list that it belongs to, so that
 * another person's, another query's or a made-up one is refused and never steers a query.
 */
export function sealCursor(secret: string, list: string, position: object): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${payload}.${seal(secret, list, payload).toString('base64url')}`
}

/** What was sealed: whoever can sign it is this program, so it has the shape that it was given. */
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
