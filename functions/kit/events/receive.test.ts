import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { taskExists, taskNotFound } from '../../domain/problems.ts'
import { tooManyRequests } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'
import { createLog } from '../log.ts'
import { counted, poster, probeDatabase, secret } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import { bodyOf, httpHeaders, structuredBody, structuredType } from './cloud-event.ts'
import type { Outgoing } from './event.ts'
import { on } from './handler.ts'
import { type InTransaction, onceIn } from './inbox.ts'
import { bySecret } from './may-deliver.ts'
import { receive } from './receive.ts'

const { sql, owner } = await probeDatabase()

/** Inserts the number, and then fails in the way that the event asks for. */
const door = new Hono().post(
  '/',
  receive<InTransaction>(
    {
      admit: bySecret(secret),
      take: onceIn({ sql, schema: 'tasks', consumer: 'probe' }),
      log: createLog('probe', 'silent'),
    },
    [
      on(counted, async ({ id, data }, { tx }) => {
        await tx`insert into tasks.effect values (${id}, ${data.number})`
        if (data.next === 'fail') throw new Error('a bug')
        if (data.next === 'away') throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' })
        if (data.next === 'serialize') throw Object.assign(new Error('again'), { code: '40001' })
        if (data.next === 'conflict') throw new Refused(refuse(taskExists))
        if (data.next === 'missing') throw new Refused(refuse(taskNotFound))
        if (data.next === 'often') throw new Refused(refuse(tooManyRequests))
      }),
    ],
  ),
)
const post = poster(door)
const deliver = (event: Outgoing) => post(bodyOf(event), httpHeaders(event))
const effects = (id: string) => owner<{ number: number }[]>`select number from tasks.effect where event = ${id}`

test('an event has its effect, in binary and in structured mode, also with its data in base64', async () => {
  const [one, two, three] = [someEvent(), someEvent(), someEvent()]
  const { data, ...envelope } = JSON.parse(structuredBody(three))
  const base64 = { ...envelope, data_base64: Buffer.from(JSON.stringify(data)).toString('base64') }
  const structured = { 'content-type': `${structuredType}; charset=UTF-8` }

  expect((await deliver(one)).status).toBe(204)
  expect((await post(structuredBody(two), structured)).status).toBe(204)
  expect((await post(JSON.stringify(base64), structured)).status).toBe(204)

  for (const { id } of [one, two, three]) expect(await effects(id)).toEqual([{ number: 1 }])
})

test('ten deliveries of one event at the same time have one effect, and each is answered 204', async () => {
  const event = someEvent()
  const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(event)))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(204))
  expect(await effects(event.id)).toHaveLength(1)
})

test('two events with the same id from different sources both have their effect', async () => {
  const event = someEvent()
  await deliver(event)
  await deliver({ ...event, source: '/zerodue/another' })
  expect(await effects(event.id)).toHaveLength(2)
})

test('an unknown type is ignored and answered 204, whatever its data', async () => {
  const event = someEvent({ type: 'com.example.other' })
  expect((await deliver(event)).status).toBe(204)
  expect((await post('\x01 not json', { ...httpHeaders(event), 'content-type': 'text/plain' })).status).toBe(204)
  expect(await owner`select from tasks.inbox where id = ${event.id}`).toEqual([])
})

describe('a failure rolls everything back, so that the redelivery has the effect:', () => {
  test.each([
    ['a bug', 'fail', 500],
    ['a lost connection to the database', 'away', 503],
    ['a serialization failure', 'serialize', 503],
  ])('%s', async (_, next, status) => {
    const event = someEvent({ data: { number: 1, next } })
    expect((await deliver(event)).status).toBe(status)
    expect(await effects(event.id)).toEqual([])
    expect((await deliver({ ...event, data: { number: 1 } })).status).toBe(204)
    expect(await effects(event.id)).toHaveLength(1)
  })

  test.each(['conflict', 'missing', 'often'])(
    'a refusal whose status would make a source retry for ever is answered 400 (%s)',
    async next => {
      expect((await deliver(someEvent({ data: { number: 1, next } }))).status).toBe(400)
    },
  )
})

describe('a malformed event is answered 400 with the reason, so that it goes to the dead letters:', () => {
  const event = someEvent()
  const headers: Record<string, string> = httpHeaders(event)
  const { 'ce-id': _, ...noId } = headers
  const structured = { 'content-type': structuredType }
  const envelope = JSON.parse(structuredBody(event))
  const cases: [what: string, body: string, headers: Record<string, string>, reason: RegExp][] = [
    [
      'a record that KafkaSource could not read',
      '{}',
      { ...headers, 'ce-type': 'dev.knative.kafka.event' },
      /lacks content-type or a ce_/,
    ],
    ['no id', bodyOf(event), noId, /ce-id/],
    ['no id in structured mode', JSON.stringify({ ...envelope, id: undefined }), structured, /Not a CloudEvent/],
    ['no type', bodyOf(event), { ...headers, 'ce-type': '' }, /Not a CloudEvent/],
    ['a source that is not a URI', bodyOf(event), { ...headers, 'ce-source': 'a b' }, /Not a CloudEvent/],
    ['another version of CloudEvents', bodyOf(event), { ...headers, 'ce-specversion': '0.3' }, /Send CloudEvents 1\.0/],
    ['a time that is not a time', bodyOf(event), { ...headers, 'ce-time': 'yesterday' }, /not a time/],
    ['an id too long for an index', bodyOf(event), { ...headers, 'ce-id': 'x'.repeat(513) }, /cannot be stored/],
    ['a batch', '[]', { 'content-type': 'application/cloudevents-batch+json' }, /Send application\/cloudevents\+json/],
    ['broken JSON', '{"number":', headers, /JSON/],
    ['no body', '', headers, /JSON/],
    ['a NUL character', '{"number":1,"next":"\\u0000"}', headers, /valid/],
    ['data of another shape', '{"number":"one"}', headers, /data\.number must be number, not/],
    ['no data in structured mode', JSON.stringify({ ...envelope, data: undefined }), structured, /data/],
    [
      'base64 with text that cannot be stored',
      JSON.stringify({
        ...envelope,
        data: undefined,
        data_base64: Buffer.from('{"number":1,"next":"\\u0000"}').toString('base64'),
      }),
      structured,
      /NUL/,
    ],
    [
      'base64 that is nested very deep',
      JSON.stringify({ ...envelope, data: undefined, data_base64: Buffer.from('['.repeat(9_000)).toString('base64') }),
      structured,
      /levels deep/,
    ],
    [
      'base64 that holds no JSON',
      JSON.stringify({ ...envelope, data: undefined, data_base64: 'AAAA' }),
      structured,
      /JSON/,
    ],
  ]

  test.each(cases)('%s', async (_, body, given, reason) => {
    const response = await post(body, given)
    const text = await response.text()
    expect([response.status, text]).toEqual([400, expect.stringMatching(reason)])
    expect(text.length).toBeLessThan(1024)
  })

  test('the reason stays short, however long the wrong field is', async () => {
    const response = await deliver(someEvent({ data: { number: 'x'.repeat(5_000) } }))
    expect(response.status).toBe(400)
    expect((await response.text()).length).toBeLessThan(1024)
  })

  test('an event of more than 1 MiB is answered 413', async () => {
    const response = await deliver(someEvent({ data: { number: 1, next: 'x'.repeat(1024 * 1024) } }))
    expect(response.status).toBe(413)
  })
})

test('the transaction of an event runs as its user, for row-level security', async () => {
  const seen: (string | null)[] = []
  const asks = new Hono().post(
    '/',
    receive<InTransaction>(
      {
        admit: bySecret(secret),
        take: onceIn({ sql, schema: 'tasks', consumer: 'asks' }),
        log: createLog('probe', 'silent'),
      },
      [on(counted, async (_, { tx }) => void seen.push((await tx`select zerodue.caller() as who`)[0]?.who))],
    ),
  )
  for (const userId of ['ana', 'bob']) {
    const event = someEvent({ userId, id: randomUUID() })
    await poster(asks)(bodyOf(event), httpHeaders(event))
  }
  expect(seen).toEqual(['ana', 'bob'])
})
