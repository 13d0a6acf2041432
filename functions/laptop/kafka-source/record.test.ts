import type { KafkaMessage } from 'kafkajs'
import { expect, test } from 'vitest'
import { kafkaHeaders, structuredBody, structuredType } from '../../kit/events/cloud-event.ts'
import { someEvent } from '../../kit/testing/some-event.ts'
import { requestOf } from './record.ts'

const place = { source: 'task-api', topic: 'task-commands', partition: 2 }
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const event = someEvent({ data: { title: 'دودھ' }, traceparent })
const where = { knativekafkapartition: '2', knativekafkaoffset: '41' }

const message = (headers: Record<string, string>, value: string | null, key: string | null = 'ana'): KafkaMessage => ({
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  offset: '41',
  timestamp: String(Date.parse('2026-11-21T09:30:00.000Z')),
  attributes: 0,
})

test('one of our events arrives with its attributes, partition and offset, and without the key of the record', () => {
  const {
    attributes,
    body,
    contentType,
    traceparent: trace,
  } = requestOf(message(kafkaHeaders(event), '{"n":1}'), place)

  expect(attributes).toMatchObject({ id: event.id, type: event.type, userid: 'ana', traceparent, ...where })
  expect(attributes).not.toHaveProperty('key')
  expect({ body: body.toString(), contentType, trace }).toEqual({
    body: '{"n":1}',
    contentType: 'application/json',
    trace: traceparent,
  })
})

test('a structured record arrives as the same event in binary mode', () => {
  const binary = requestOf(message(kafkaHeaders(event), JSON.stringify(event.data)), place)
  const structured = requestOf(message({ 'content-type': structuredType }, structuredBody(event)), place)

  expect(structured).toEqual(binary)
})

test('data in base64 or as text arrives as its bytes', () => {
  const envelope = { specversion: '1.0', id: '1', source: '/a', type: 'b' }
  const bodyOf = (more: object) =>
    requestOf(message({ 'content-type': structuredType }, JSON.stringify({ ...envelope, ...more })), place).body

  expect(bodyOf({ data_base64: 'AP8=' })).toEqual(Buffer.from([0, 255]))
  expect(bodyOf({ data: 'a b', datacontenttype: 'text/plain' }).toString()).toBe('a b')
  expect(bodyOf({ data: 'a b' }).toString()).toBe('"a b"')
  expect(bodyOf({})).toHaveLength(0)
})

const { ce_id: _, ...withoutId } = kafkaHeaders(event)
test.each([
  ['plain', {}],
  ['without an id', withoutId],
  ['with headers in another case', { CE_ID: '1', CE_SOURCE: '/a', CE_TYPE: 'b', CE_SPECVERSION: '1.0' }],
  ['of another version of CloudEvents', { ...kafkaHeaders(event), ce_specversion: '0.3' }],
  ['with the type of structured mode and no JSON', { 'content-type': structuredType }],
])('a record %s is wrapped in an event, as Knative does', (_, headers) => {
  const { attributes, body } = requestOf(message(headers, 'plain'), place)

  expect(attributes).toMatchObject({
    specversion: '1.0',
    type: 'dev.knative.kafka.event',
    id: 'partition:2/offset:41',
    source: '/apis/v1/namespaces/default/kafkasources/task-api#task-commands',
    subject: 'partition:2#41',
    time: '2026-11-21T09:30:00.000Z',
    partitionkey: 'ana',
    key: 'ana',
    ...where,
  })
  expect(body.toString()).toBe('plain')
})

test('headers of a plain record become extensions, and its trace is also the header traceparent', () => {
  const {
    attributes,
    contentType,
    traceparent: trace,
  } = requestOf(message({ 'X-Trace': '7', 'Content-Type': 'Text/Plain', traceparent }, 'plain', null), place)
  expect(attributes).toMatchObject({ kafkaheaderxtrace: '7', kafkaheadertraceparent: traceparent })
  expect(attributes).not.toHaveProperty('partitionkey')
  expect({ contentType, trace }).toEqual({ contentType: 'text/plain', trace: traceparent })
})

test('a record without a value arrives with an empty body', () => {
  expect(requestOf(message(kafkaHeaders(event), null), place).body).toHaveLength(0)
})
