import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { userDeleted } from '../domain/events/account-events.ts'
import { exampleTask } from '../domain/events/snapshot.ts'
import { taskCreated } from '../domain/events/task-events.ts'
import { invalidRequest } from '../kit/core/problems.ts'
import { refuse } from '../kit/core/refusal.ts'
import { structuredBody } from '../kit/events/cloud-event.ts'
import { deadLetterHeaders } from '../kit/events/publish/deliver.ts'
import { problemOf } from '../kit/http/problem.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { withoutTrace } from '../kit/testing/without-trace.ts'
import { auditSink, operatorToken } from './testing/audit-sink.ts'

interface Letter {
  id: string
  event: Record<string, string | null>
  reason: string
  failures: number
  waiting: boolean
  replayedAt: string | null
}
interface Page {
  items: Letter[]
  next: string | null
}

const { app, clock, deliver, delivery, request, asOperator, person, published, owner } = await auditSink()

const destination = 'http://recurrence-handler.zerodue.svc.cluster.local/'
const detail = 'The data is not that of zerodue.task.created.v1: data.task.title is missing.'
const refused = (more: object = {}) =>
  deadLetterHeaders({
    destination,
    status: 400,
    reason: JSON.stringify(problemOf(refuse(invalidRequest, { detail }))),
    ...more,
  })
const created = () =>
  someEvent({
    userId: `user-${randomUUID()}`,
    type: taskCreated.type,
    data: { ...taskCreated.example, task: exampleTask },
  })
const die = (event = created(), more = {}) => deliver(event, refused(more), '/dead-letters')
const list = async (query = '') => (await asOperator<Page>('GET', `/api/dead-letters?limit=100&${query}`)).body.items
const letterOf = async (eventId: string, query = 'waiting=false') =>
  (await list(query)).find(({ event }) => event.id === eventId)
const replay = (id = '') => asOperator<{ code?: string; topic?: string }>('POST', `/api/dead-letters/${id}/replay`)

/** Delivers these bytes, whatever they are. */
const raw = (headers: Record<string, string>, body: string | Uint8Array) =>
  app.request('/dead-letters', {
    method: 'POST',
    headers: { authorization: delivery, ...headers },
    body: body as string,
  })

test('a dead letter shows the event, the destination and the reason, and nothing that people wrote', async () => {
  const event = created()
  expect((await die(event)).status).toBe(204)
  const letter = await letterOf(event.id)
  expect(letter).toEqual({
    id: expect.any(String),
    event: { id: event.id, source: event.source, type: event.type, subject: event.subject, time: event.time },
    destination,
    status: 400,
    reason: `invalid-request: ${detail}`,
    failures: 1,
    waiting: true,
    firstAt: clock.now.toISOString(),
    failedAt: clock.now.toISOString(),
    replayedAt: null,
  })
  expect(JSON.stringify(letter)).not.toContain(exampleTask.title)
})

test('the destination is stored without its credential', async () => {
  const event = created()
  await die(event, { destination: `${destination}?delivery=secret` })
  expect(await letterOf(event.id)).toMatchObject({ destination })
  const rows = await owner<{ line: string }[]>`select l::text as line from audit.dead_letter l`
  expect(rows.map(({ line }) => line).join()).not.toContain('secret')
})

test('the letter of a record that only claims to be a structured event keeps the destination and the reason', async () => {
  const id = `partition:0/offset:${randomUUID()}`
  const headers = { ...refused(), 'ce-specversion': '1.0', 'ce-id': id, 'ce-type': 'dev.knative.kafka.event' }
  const body = JSON.stringify({ specversion: '1.0', source: '/crm', data: {} })
  expect((await raw({ ...headers, 'content-type': 'application/cloudevents+json' }, body)).status).toBe(204)
  expect(await letterOf(id)).toMatchObject({ destination, status: 400, reason: `invalid-request: ${detail}` })
})

test('a dead letter is no entry of the trail, and an event that poses as one is an entry', async () => {
  const ana = await person()
  const [dead, pretender] = [someEvent({ userId: ana.userId }), someEvent({ userId: ana.userId })]
  await die(dead)
  await deliver(pretender, refused())
  expect((await ana.list()).items.map(({ id }) => id)).toEqual([pretender.id])
  expect(await letterOf(pretender.id)).toBeUndefined()
})

test('ten concurrent deliveries are one letter, and a failure at two destinations is two letters', async () => {
  const event = created()
  await Promise.all(Array.from({ length: 10 }, () => die(event)))
  await die(event, { destination: 'http://elsewhere/' })
  const letters = (await list()).filter(({ event: { id } }) => id === event.id)
  expect(letters).toHaveLength(2)
})

test('a replay publishes the unchanged event on the topic of its type, and the letter no longer waits', async () => {
  const event = created()
  await die(event)
  const letter = await letterOf(event.id)
  const { status, body } = await replay(letter?.id)
  expect([status, body.topic]).toEqual([200, 'task-events'])
  expect(published.filter(({ id }) => id === event.id)).toEqual([{ ...event, topic: 'task-events' }])
  expect(await letterOf(event.id, '')).toBeUndefined()
  expect(await letterOf(event.id)).toMatchObject({ waiting: false, replayedAt: clock.now.toISOString() })
})

test('a replay publishes an event that moved in its former topic too', async () => {
  const event = someEvent({ userId: `user-${randomUUID()}`, type: userDeleted.type, data: userDeleted.example })
  await die(event)
  const letter = await letterOf(event.id)
  expect((await replay(letter?.id)).body.topic).toBe('account-events')
  expect(published.filter(({ id }) => id === event.id).map(({ topic }) => topic)).toEqual([
    'account-events',
    'task-events',
  ])
})

test('a dead letter from Dapr, one document with the whole event, is kept and replayed like one from KafkaSource', async () => {
  const event = created()
  const answer = await raw({ 'content-type': 'application/cloudevents+json' }, structuredBody(event))
  expect(answer.status).toBe(204)
  const letter = await letterOf(event.id)
  expect(letter).toMatchObject({
    event: { id: event.id, source: event.source, type: event.type, subject: event.subject, time: event.time },
    destination: '',
    status: 0,
    reason: '',
  })
  expect((await replay(letter?.id)).status).toBe(200)
  expect(published.filter(({ id }) => id === event.id)).toEqual([{ ...event, topic: 'task-events' }])
})

test('two replays publish the event twice with the same id, by which consumers drop it', async () => {
  const event = created()
  await die(event)
  const letter = await letterOf(event.id)
  expect((await Promise.all([replay(letter?.id), replay(letter?.id)])).map(({ status }) => status)).toEqual([200, 200])
  expect(published.filter(({ id }) => id === event.id)).toHaveLength(2)
})

test('an event that fails again after a replay waits again with the new reason', async () => {
  const event = created()
  await die(event)
  await replay((await letterOf(event.id))?.id)
  await die(event, { status: 500, reason: 'still broken' })
  expect(await letterOf(event.id)).toMatchObject({ waiting: true, failures: 2, reason: 'still broken' })
})

test('an event that fails again during a replay waits again', async () => {
  const event = created()
  const broken = await auditSink({
    publisher: {
      close: async () => {},
      publish: async ([one]) => void (await broken.deliver(one ?? event, refused(), '/dead-letters')),
    },
  })
  await broken.deliver(event, refused(), '/dead-letters')
  const [letter] = (await broken.asOperator<Page>('GET', '/api/dead-letters')).body.items
  expect((await broken.asOperator('POST', `/api/dead-letters/${letter?.id}/replay`)).status).toBe(200)
  const [after] = (await broken.asOperator<Page>('GET', '/api/dead-letters')).body.items
  expect(after).toMatchObject({ id: letter?.id, waiting: true, failures: 2 })
})

test('a replay answers 503 while the broker is away, and the letter waits', async () => {
  const away = await auditSink({
    publisher: { close: async () => {}, publish: () => Promise.reject(new Error('no broker')) },
  })
  await away.deliver(created(), refused(), '/dead-letters')
  const [letter] = (await away.asOperator<Page>('GET', '/api/dead-letters')).body.items
  expect((await away.asOperator('POST', `/api/dead-letters/${letter?.id}/replay`)).status).toBe(503)
  expect((await away.asOperator<Page>('GET', '/api/dead-letters')).body.items[0]).toEqual(letter)
})

describe('a dead letter that cannot be replayed is kept and listed:', () => {
  const record = {
    'ce-type': 'dev.knative.kafka.event',
    'ce-specversion': '1.0',
    'ce-source': '/kafkasources/x#task-commands',
  }
  const id = () => ({ 'ce-id': `partition:0/offset:${randomUUID()}` })
  const binary = new Uint8Array([0xff, 0x00, 0xfe])
  test.each([
    ['a record that is no event', { ...record, ...id() }, 'not json'],
    ['bytes', { ...record, ...id(), 'content-type': 'application/octet-stream' }, binary],
    [
      'malformed JSON',
      { ...id(), 'ce-type': taskCreated.type, 'ce-source': '/x', 'content-type': 'application/json' },
      '{',
    ],
    ['an event of an unknown type', { ...id(), 'ce-type': 'com.example.x', 'ce-source': '/x' }, '{}'],
    ['an event without a user', { ...id(), 'ce-type': taskCreated.type, 'ce-source': '/x' }, '{}'],
    [
      'NUL and a wrong time',
      { ...id(), 'ce-type': 'a%00b', 'ce-source': '/x', 'ce-time': 'soon', 'ce-userid': 'u'.repeat(5000) },
      '{}',
    ],
    ['a reason that is not base64', { ...id(), 'ce-knativeerrordata': '%%%', 'ce-knativeerrorcode': 'x' }, ''],
  ])('%s', async (_, headers, body) => {
    expect((await raw(headers, body)).status).toBe(204)
    const letter = await letterOf(headers['ce-id'])
    expect(letter).toMatchObject({ waiting: true })
    const { status, body: problem } = await replay(letter?.id)
    expect([status, problem.code]).toEqual([409, 'not-replayable'])
    const [stored] = await owner<{ body: Buffer }[]>`select body from audit.dead_letter where id = ${letter?.id ?? ''}`
    expect(stored?.body).toEqual(Buffer.from(body))
  })

  test('no attribute at all', async () => {
    expect((await raw({}, 'nothing')).status).toBe(204)
  })
})

test('pages neither skip nor repeat a letter', async () => {
  const events = Array.from({ length: 9 }, created)
  for (const event of events) await die(event)
  const seen: Letter[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: { body: Page } = await asOperator<Page>(
      'GET',
      `/api/dead-letters?limit=2${cursor && `&cursor=${cursor}`}`,
    )
    seen.push(...body.items)
    cursor = body.next
  }
  expect(seen.slice(0, 9).map(({ event }) => event.id)).toEqual(events.map(({ id }) => id).reverse())
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
  const { body } = await asOperator<Page>('GET', '/api/dead-letters?limit=2')
  expect((await asOperator('GET', `/api/dead-letters?waiting=false&cursor=${body.next}`)).status).toBe(400)
})

describe('only an operator', () => {
  const paths = [
    ['GET', '/api/dead-letters'],
    ['POST', `/api/dead-letters/${randomUUID()}/replay`],
  ] as const

  test.each(paths)('%s %s: a person gets the same 403 whether the letter exists or not', async (method, path) => {
    await die()
    const ana = await person()
    const { status, body } = await request<{ code: string }>(method, path, ana.token)
    expect([status, body.code]).toEqual([403, 'not-allowed'])
    const [letter] = await list()
    const real = path.replace(/[0-9a-f-]{36}/, letter?.id ?? '')
    expect(withoutTrace((await request(method, real, ana.token)).body)).toEqual(withoutTrace(body))
  })

  test.each(paths)('%s %s: a token that is nearly right gets 401', async (method, path) => {
    for (const wrong of ['', operatorToken.slice(1), `${operatorToken}x`, operatorToken.toUpperCase()])
      expect((await request(method, path, `Bearer ${wrong}`)).status).toBe(401)
  })

  test('an unknown id is a 404', async () => {
    for (const id of [randomUUID(), 'x'])
      expect(await replay(id)).toMatchObject({ status: 404, body: { code: 'dead-letter-not-found' } })
  })

  test.each([undefined, ''])('nobody is the operator when the setting is %j', async token => {
    const closed = await auditSink({ operatorToken: token })
    for (const given of ['', 'undefined', operatorToken])
      for (const [method, path] of paths)
        expect((await closed.request(method, path, `Bearer ${given}`)).status).toBe(401)
    const ana = await closed.person()
    for (const [method, path] of paths) expect((await closed.request(method, path, ana.token)).status).toBe(403)
  })
})

test('a sweep deletes letters that were replayed a month ago, and none that waits', async () => {
  const [replayed, waiting] = [created(), created()]
  for (const event of [replayed, waiting]) await die(event)
  await replay((await letterOf(replayed.id))?.id)
  clock.now = new Date(clock.now.getTime() + 31 * 24 * 60 * 60 * 1000)
  expect((await deliver(someEvent({ type: 'zerodue.sweep.v1' }))).status).toBe(204)
  const left = await owner<{ id: string }[]>`select attributes ->> 'id' as id from audit.dead_letter`
  expect(left.map(({ id }) => id)).toContain(waiting.id)
  expect(left.map(({ id }) => id)).not.toContain(replayed.id)
})
