import { createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { invalidCursor } from '../core/problems.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { text } from '../core/schema.ts'
import { type Answer, ok } from './answer.ts'

export const pageLimit = v.pipe(
  v.string(),
  v.regex(/^(?:[1-9]\d?|100)$/, 'must be a number from 1 to 100'),
  v.transform(Number),
)

/** The query of every list: the size of a page, and the cursor of the previous page. */
export const paging = { limit: v.optional(pageLimit, '50'), cursor: v.exactOptional(v.pipe(text(1, 2000))) }

interface Page<TRow, TPosition extends object> {
  secret: string
  /** Names the list: whose it is, and its filter. */
  list: unknown
  limit: number
  cursor: string | undefined
  /** At most `count` rows of the list, in order; with a position only those behind it. */
  find: (position: TPosition | undefined, count: number) => Promise<TRow[]>
  positionOf: (last: TRow) => TPosition
  /** Nothing for a row that the page does not show. */
  toItem: (row: TRow) => unknown
}

/** Answers one page of a list with the cursor of the next page. It looks one row ahead to know whether there is one. */
export async function answerPage<TRow, TPosition extends object>(
  page: Page<TRow, TPosition>,
): Promise<Answer | Refusal> {
  const { secret, limit, cursor, find, positionOf, toItem } = page
  const list = JSON.stringify(page.list)
  const position = cursor === undefined ? undefined : openCursor<TPosition>(secret, list, cursor)
  if (cursor !== undefined && !position) return refuse(invalidCursor)
  const rows = await find(position, limit + 1)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const next = last ? sealCursor(secret, list, positionOf(last)) : null
  return ok({ items: shown.map(toItem).filter(item => item !== undefined), next })
}

/**
 * The end of a page, for the client to send back. The signature covers the list that the cursor belongs to, so a cursor of
 * another user or another query, or a forged one, is refused before it reaches a query.
 */
function sealCursor(secret: string, list: string, position: object): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${payload}.${seal(secret, list, payload).toString('base64url')}`
}

/** The position in a cursor; `undefined` if the signature is wrong. Only this program can sign, so the shape is right. */
function openCursor<T extends object>(secret: string, list: string, cursor: string): T | undefined {
  const [payload = '', signature = ''] = cursor.split('.')
  const expected = seal(secret, list, payload)
  const given = Buffer.from(signature, 'base64url')
  if (cursor !== `${payload}.${signature}` || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

const seal = (secret: string, list: string, payload: string) =>
  createHmac('sha256', secret).update(`cursor\n${list}\n${payload}`).digest().subarray(0, 16)
