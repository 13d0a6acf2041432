import { HTTP, Kafka } from 'cloudevents'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { someEvent } from '../testing/some-event.ts'
import { bodyOf, httpHeaders, kafkaHeaders, structuredBody, structuredType } from './cloud-event.ts'
import { type IncomingEvent, readEvent } from './read-event.ts'

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const event = someEvent({ userId: 'auth0|ana@example.com', traceparent, data: { title: 'پانی 🌱' } })
const expected = {
  specversion: '1.0',
  id: event.id,
  source: event.source,
  type: event.type,
  subject: event.subject,
  time: event.time,
  dataschema: `urn:zerodue:schema:${event.type}`,
  datacontenttype: 'application/json',
  userid: event.userId,
  partitionkey: event.userId,
  traceparent,
  data: event.data,
}

test('the official CloudEvents package reads our events: binary over HTTP, binary from Kafka, and structured', () => {
  const read = (message: Parameters<typeof HTTP.toEvent>[0]) => JSON.parse(JSON.stringify(HTTP.toEvent(message)))
  const record = { key: event.userId, value: bodyOf(event), headers: kafkaHeaders(event) }

  expect(read({ headers: httpHeaders(event), body: bodyOf(event) })).toEqual(expected)
  expect(read({ headers: { 'content-type': structuredType }, body: structuredBody(event) })).toEqual(expected)
  const fromKafka = Kafka.toEvent({ ...record, body: record.value, timestamp: undefined } as never)
  expect(JSON.parse(JSON.stringify(fromKafka))).toEqual(expected)
})

test('every Kafka header is text and none is undefined: Kafka clients throw on anything else', () => {
  const bare = someEvent({ subject: null, traceparent: null })
  expect(Object.values(kafkaHeaders(bare)).map(value => typeof value)).toEqual(Array(9).fill('string'))
  expect(kafkaHeaders(bare)).not.toHaveProperty('ce_subject')
})

test.each(['a b', '100%', '"quoted"', '%41', 'ünï', '~|@!'])('the user id %s arrives unchanged', async userId => {
  const seen: IncomingEvent[] = []
  const app = new Hono().post('/', async c => {
    seen.push(await readEvent(c))
    return c.body(null, 204)
  })
  const odd = someEvent({ userId })
  await app.request('/', { method: 'POST', headers: httpHeaders(odd), body: bodyOf(odd) })
  expect(seen[0]?.userId).toBe(userId)
})
