import type { ServerResponse } from 'node:http'
import * as v from 'valibot'
import { updatesGone } from '../domain/problems.ts'
import { invalidRequest, tooManyRequests } from '../kit/core/problems.ts'
import { Refused, refuse } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import { alreadySent, response, traceHeader } from '../kit/http/answer.ts'
import { route } from '../kit/http/api.ts'
import { pageLimit } from '../kit/http/cursor.ts'
import { tokenRefused } from '../kit/identity/identify-by-jwt.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { readUpdates } from './read-updates.ts'
import type { Streams } from './streams.ts'
import { textOf, UpdatePage } from './update.ts'

const position = /^\d{1,15}$/
const number = (most: number, message: string) =>
  v.pipe(v.string(), v.regex(position, message), v.transform(Number), v.minValue(0), v.maxValue(most))

const UpdatesQuery = closed({
  after: v.exactOptional(number(Number.MAX_SAFE_INTEGER, 'must be the number of an update')),
  limit: v.optional(pageLimit, '100'),
})

export const streamRoutes = [
  route(
    {
      method: 'get',
      path: '/api/updates',
      id: 'listUpdates',
      summary: 'The updates after a number, in order; without a number only the newest number',
      tag: 'stream',
      scope: 'read',
      query: UpdatesQuery,
      answers: { 200: UpdatePage },
      refusals: [updatesGone],
    },
    async ({ sql }: { sql: Sql }, { caller, query: { after, limit } }) => {
      const read = await readUpdates(sql, caller, after, limit)
      if (read.state === 'deleted') throw tokenRefused()
      if (read.state === 'behind') return refuse(updatesGone, { more: { head: read.head } })
      return response(200, `{"items":[${read.updates.map(textOf).join()}],"head":${read.head}}`)
    },
  ),
  route(
    {
      method: 'get',
      path: '/api/stream',
      id: 'streamUpdates',
      summary: 'The updates as server-sent events: begin, update, reload and end; a stream without an end was cut',
      tag: 'stream',
      scope: 'read',
      lastEventId: true,
      answers: { 200: { type: 'text/event-stream' } },
      refusals: [tooManyRequests],
    },
    async ({ streams }: { streams: Streams }, { c, caller }) => {
      const after = lastEventId(c.req.header('last-event-id'))
      const { outgoing }: { outgoing: ServerResponse } = c.env
      const stream = streams.open(caller, after, () => start(outgoing))
      return stream ? alreadySent() : refuse(tooManyRequests, { headers: { 'retry-after': '30' } })
    },
  ),
]

/** Sends the headers at once, so that the client knows that it is connected before the first update. */
function start(outgoing: ServerResponse): ServerResponse {
  outgoing.writeHead(200, { ...streamHeaders, ...traceHeader() }).flushHeaders()
  return outgoing
}

/** Proxies must not buffer the stream, and its connection closes with it. */
const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  connection: 'close',
}

function lastEventId(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  if (position.test(header)) return Number(header)
  const message = 'must be the number of an update'
  throw new Refused(refuse(invalidRequest, { errors: [{ path: 'header.last-event-id', message }] }))
}
