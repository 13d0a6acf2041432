import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { tokenRevoked } from '../domain/events/account-events.ts'
import { identityTokenRevoked } from '../domain/events/audit-events.ts'
import { catalog } from '../domain/events/catalog.ts'
import { packed } from '../kit/events/batch.ts'
import type { Outgoing } from '../kit/events/event.ts'
import { formsOf } from '../kit/events/formerly.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { auditSink, type Entry } from './testing/audit-sink.ts'

const { app, person, deliver, delivery, owner, request, asOperator, operations } = await auditSink()

const statuses = (answers: Response[]) => [...new Set(answers.map(({ status }) => status))]
const all = (events: Outgoing[]) => Promise.all(events.map(event => deliver(event)))

/** A random order. */
const shuffled = <T>(list: T[]): T[] =>
  list
    .map(item => ({ item, place: createHash('sha256').update(randomUUID()).digest('hex') }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ item }) => item)

test('an event of every type that tells of a person becomes an entry with all its data', async () => {
  const ana = await person()
  const others = ['user.deleted', 'sweep', 'reminder.near', 'reminder.ended', 'batch'].map(name => `zerodue.${name}.v1`)
  const events = catalog
    .filter(({ type }) => !others.includes(type))
    .map(({ type, example }) => someEvent({ userId: ana.userId, type, data: example as object }))
  for (const event of events) expect((await deliver(event)).status).toBe(204)

  const { items } = await ana.list()

  expect(items.map(({ seq }) => seq)).toEqual(events.map((_, i) => events.length - i))
  expect(items.reverse()).toEqual(
    events.map(({ id, source, type, subject, time, data }, i) => ({
      seq: i + 1,
      id,
      source,
      type,
      taskId: subject,
      time,
      actor: 'actor' in data ? data.actor : null,
      data,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      previousHash: i ? items[i - 1]?.hash : createHash('sha256').digest('hex'),
    })),
  )
  expect(await ana.verify()).toEqual({ ok: true, checked: events.length })
})

test('each event of a batch becomes an entry of its own, once, in the order of the batch', async () => {
  const ana = await person()
  const events = Array.from({ length: 120 }, (_, i) => someEvent({ userId: ana.userId, data: { number: i } }))
  const batches = packed(events).map(batch => ({ ...batch, source: events[0]?.source ?? '' }))
  await deliver(events[50] as Outgoing)
  for (const batch of [...batches, ...batches]) expect((await deliver(batch)).status).toBe(204)

  const entries = await owner<{ id: string }[]>`
    select id from audit.entry where user_id = ${ana.userId} order by seq`
  const ids = events.map(({ id }) => id)
  expect(entries.map(({ id }) => id)).toEqual([ids[50], ...ids.filter(id => id !== ids[50])])
  expect(await ana.verify()).toEqual({ ok: true, checked: 120 })
})

test('an event that comes in its present and its former form becomes one entry, whichever comes first', async () => {
  const ana = await person()
  const revocations = [0, 1].map(() =>
    someEvent({ userId: ana.userId, type: tokenRevoked.type, data: tokenRevoked.example }),
  )
  const forms = revocations.map(event => formsOf(event, catalog))
  for (const form of [...(forms[0] ?? []), ...(forms[1]?.toReversed() ?? [])]) await deliver(form)
  const { items } = await ana.list()
  expect(items.map(({ id, type }) => ({ id, type })).reverse()).toEqual([
    { id: revocations[0]?.id, type: tokenRevoked.type },
    { id: revocations[1]?.id, type: identityTokenRevoked.type },
  ])
})

test('data is stored letter for letter: any script, control characters, numbers beyond the exact range', async () => {
  const ana = await person()
  const data = { title: 'پودوں 🌱 \u2028 \u0001 "\\', big: 12345678901234567000, small: 1e-7, none: null, '': [] }
  await deliver(someEvent({ userId: ana.userId, data }))
  expect((await ana.list()).items[0]?.data).toEqual(data)
  expect(await ana.verify()).toEqual({ ok: true, checked: 1 })
})

describe('concurrent deliveries', () => {
  test('of shuffled events, each delivered twice, make one entry an event and chains that verify', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => person()))
    const events = people.flatMap(({ userId }) => Array.from({ length: 40 }, () => someEvent({ userId })))

    expect(statuses(await all(shuffled([...events, ...events])))).toEqual([204])

    for (const one of people) {
      expect(await one.verify()).toEqual({ ok: true, checked: 40 })
      const ids = (await one.list()).items.map(({ id }) => id).sort()
      expect(ids).toEqual(
        events
          .filter(({ userId }) => userId === one.userId)
          .map(({ id }) => id)
          .sort(),
      )
    }
  })

  test('of 50 events of one person make one chain without a gap or a fork', async () => {
    const ana = await person()
    expect(statuses(await all(Array.from({ length: 50 }, () => someEvent({ userId: ana.userId }))))).toEqual([204])
    const { items } = await ana.list()
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => 50 - i))
    expect(await ana.verify()).toEqual({ ok: true, checked: 50 })
  })

  test('of the same event, 50 of them, make one entry', async () => {
    const ana = await person()
    const event = someEvent({ userId: ana.userId })
    expect(statuses(await all(Array(50).fill(event)))).toEqual([204])
    expect((await ana.list()).items).toHaveLength(1)
  })
})

test('events with the same id and another source or person are different entries', async () => {
  const [ana, bob] = [await person(), await person()]
  const event = someEvent({ userId: ana.userId })
  await all([event, { ...event, source: '/elsewhere' }, { ...event, userId: bob.userId }])
  expect((await ana.list()).items).toHaveLength(2)
  expect((await bob.list()).items).toHaveLength(1)
})

test('a person sees only their own trail, and an operator sees no trail', async () => {
  const [ana, bob] = [await person(), await person()]
  const anonymous = { type: 'zerodue.test.anonymous.v1', data: { text: 'whose?' } }
  await all([someEvent({ userId: ana.userId }), someEvent({ userId: bob.userId }), someEvent(anonymous)])
  const unnamed = await app.request('/', {
    method: 'POST',
    headers: {
      authorization: delivery,
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'no-user',
      'ce-source': '/elsewhere',
      'ce-type': 'example.happened',
    },
    body: '{}',
  })
  expect(unnamed.status).toBe(204)

  expect((await bob.list()).items).toHaveLength(1)
  expect((await bob.list(`taskId=${(await ana.list()).items[0]?.taskId}`)).items).toEqual([])
  expect(await owner`select id from audit.entry where user_id = ''`).toEqual([{ id: 'no-user' }])
  for (const path of ['/api/audit', '/api/audit/verify']) expect((await asOperator('GET', path)).status).toBe(401)
})

test.each(operations.filter(({ scope }) => scope))('$method $path refuses a request without credentials', async one => {
  const path = one.path.replace('{id}', randomUUID())
  for (const authorization of [undefined, 'Bearer wrong', 'Basic b3BlcmF0b3I6eA=='])
    expect((await request(one.method.toUpperCase(), path, authorization)).status).toBe(401)
})

test('the door for commands accepts only commands, and drops forged events', async () => {
  const ana = await person()
  const commands = catalog
    .filter(({ topic }) => topic === 'task-commands')
    .map(({ type }) => someEvent({ userId: ana.userId, type, source: '/sensors/garden' }))
  const forged = ['zerodue.user.deleted.v1', 'zerodue.task.completed.v1', 'zerodue.task.create.v1.x'].map(type =>
    someEvent({ userId: ana.userId, type, source: '/zerodue/task-api' }),
  )
  for (const event of [...commands, ...forged]) expect((await deliver(event, {}, '/commands')).status).toBe(204)
  expect((await ana.list()).items.map(({ id }) => id)).toEqual(commands.map(({ id }) => id).reverse())
})

test('an event without the credential of a source is refused and leaves no entry', async () => {
  const ana = await person()
  const event = someEvent({ userId: ana.userId })
  for (const path of ['/', '/commands', '/dead-letters']) {
    expect((await deliver(event, { authorization: '' }, path)).status).toBe(401)
    // A source with a wrong credential keeps its events.
    for (const authorization of ['Bearer wrong', ana.token])
      expect((await deliver(event, { authorization }, path)).status).toBe(503)
  }
  expect((await ana.list()).items).toEqual([])
})

test.each([
  ['an id longer than an index holds', { id: 'ü'.repeat(300) }],
  ['a user id longer than that', { userId: 'u'.repeat(513) }],
  ['NUL in a name', { source: '/a\0b' }],
  ['a year that no database has', { time: '+275760-09-13T00:00:00.000Z' }],
])('%s is a 400, so that the event goes to the dead letters at once', async (_, wrong) => {
  expect((await deliver(someEvent(wrong))).status).toBe(400)
})

describe('lists', () => {
  const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T12:00:00.000Z`
  const token = { actor: { kind: 'token', id: 'garden' } }

  async function month() {
    const ana = await person()
    const task = randomUUID()
    for (let n = 1; n <= 25; n++)
      await deliver(
        someEvent({
          userId: ana.userId,
          time: day(n),
          ...(n % 5 === 0 && { subject: task, type: 'zerodue.task.updated.v1' }),
          ...(n > 20 && { data: token }),
        }),
      )
    return { ana, task }
  }

  test('filter by task, type, actor and time', async () => {
    const { ana, task } = await month()
    const seqs = async (query: string) => (await ana.list(query)).items.map(({ seq }) => seq)
    expect(await seqs(`taskId=${task.toUpperCase()}`)).toEqual([25, 20, 15, 10, 5])
    expect(await seqs('type=zerodue.task.updated.v1&actor=token')).toEqual([25])
    expect(await seqs('actor=garden')).toEqual([25, 24, 23, 22, 21])
    expect(await seqs(`from=${day(3)}&to=${day(6)}`)).toEqual([5, 4, 3])
    expect(await seqs(`taskId=${randomUUID()}`)).toEqual([])
  })

  test('neither skip nor repeat an entry between pages, while more events arrive', async () => {
    const { ana } = await month()
    const seen: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/api/audit?limit=4${cursor && `&cursor=${cursor}`}`
      const { body } = await ana.get<{ items: Entry[]; next: string | null }>(path)
      seen.push(...body.items.map(({ seq }) => seq))
      cursor = body.next
      await deliver(someEvent({ userId: ana.userId }))
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i))
  })

  test("refuse another person's cursor, another list's cursor, and unknown parameters", async () => {
    const [{ ana }, bob] = [await month(), await person()]
    const { body } = await ana.get<{ next: string }>('/api/audit?limit=4')
    expect((await bob.get(`/api/audit?cursor=${body.next}`)).status).toBe(400)
    expect((await ana.get(`/api/audit?actor=token&cursor=${body.next}`)).status).toBe(400)
    for (const query of ['limit=0', 'limit=101', 'taskId=1', 'from=yesterday', 'colour=red', 'type=a%00b'])
      expect((await ana.get(`/api/audit?${query}`)).status).toBe(400)
  })
})
