import { createHmac, timingSafeEqual } from 'node:crypto'

/** Where a page ended: the sort values of its last row, and the moment at which the first page was asked for. */
export interface Position {
  after: (string | number)[]
  now: string
}

/**
 * A cursor is signed together with the list that it belongs to, so that another person's, another query's or a made-up
 * one is refused and never steers a query.
 */
export function sealCursor(secret: string, list: string, position: Position): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${payload}.${seal(secret, list, payload).toString('base64url')}`
}

export function openCursor(secret: string, list: string, cursor: string): Position | undefined {
  const [payload = '', signature = ''] = cursor.split('.')
  const expected = seal(secret, list, payload)
  const given = Buffer.from(signature, 'base64url')
  if (cursor !== `${payload}.${signature}` || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}

const seal = (secret: string, list: string, payload: string) =>
  createHmac('sha256', secret).update(`cursor\n${list}\n${payload}`).digest().subarray(0, 16)
