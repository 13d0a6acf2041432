import { describe, expect, test, vi } from 'vitest'
import { accountDeleted, profileChanged } from '../domain/events/task-updates.ts'
import { packed } from '../kit/events/batch.ts'
import type { Outgoing } from '../kit/events/event.ts'
import { newUser } from '../kit/testing/start.ts'
import { sweep } from './sweep.ts'
import { changed } from './testing/changed.ts'
import { Reader } from './testing/reader.ts'
import { countTo, relays } from './testing/relay.ts'

const { replica, issuer, owner } = await relays()
const relay = await replica()
const other = await replica()

test('an update reaches the open streams on every replica, with its number and all its data', async () => {
  const ana = newUser()
  const [here, there] = [await relay.read(ana), await other.read(ana)]

  await relay.deliver(changed(ana, { title: 'Buy milk' }))
  await other.deliver(changed(ana, { title: 'دودھ خریدیں' }))

  for (const reader of [here, there]) {
    await reader.until(({ updates }) => updates.length === 2)
    expect(reader.updates).toMatchObject([
      { number: 1, type: 'zerodue.task.changed.v1', data: { task: { title: 'Buy milk' } } },
      { number: 2, data: { task: { title: 'دودھ خریدیں' } } },
    ])
    await reader.leave()
  }
})

test('a client that reconnects continues after its last number; one without a number starts with the next update', async () => {
  const ana = newUser()
  for (const _ of countTo(250)) await relay.deliver(changed(ana))

  const back = await other.read(ana, 17)
  await back.until(({ updates }) => updates.length === 233)
  expect(back.numbers).toEqual(countTo(250, 18))

  const fresh = await other.read(ana)
  expect(fresh.events[0]).toMatchObject({ event: 'begin', id: '250', data: '{"head":250}' })
  await relay.deliver(changed(ana))
  expect((await fresh.until(({ updates }) => updates.length > 0)).numbers).toEqual([251])
  await Promise.all([back.leave(), fresh.leave()])
})

test('pages contain the same updates as the stream, and the newest number', async () => {
  const ana = newUser()
  expect((await relay.updates(ana)).body).toEqual({ items: [], head: 0 })
  for (const _ of countTo(5)) await relay.deliver(changed(ana))

  const { body } = await other.updates(ana, '?after=1&limit=3')
  expect(body.items.map(({ number }) => number)).toEqual([2, 3, 4])
  expect(body.head).toBe(5)
  expect((await other.updates(ana, '?after=5')).body).toEqual({ items: [], head: 5 })
  expect((await other.updates(ana, '?after=-1')).status).toBe(400)
})

test('a redelivery, an old version or a concurrent delivery makes no second update', async () => {
  const ana = newUser()
  const event = changed(ana)
  await Promise.all([relay, other, relay, other].map(one => one.deliver(event)))
  const newer = changed(ana, { id: event.subject, version: 9 })
  await relay.deliver(newer)
  await other.deliver(changed(ana, { id: event.subject, version: 8 }))

  const { items } = (await relay.updates(ana, '?after=0')).body
  expect(items).toMatchObject([{ number: 1 }, { number: 2, data: { task: { version: 9 } } }])
})

/** The events in batches, as a large change of task-api has them in its outbox. */
const batchesOf = (events: Outgoing[]): Outgoing[] =>
  packed(events).map(batch => ({ ...batch, source: '/zerodue/task-api' }))

describe('a batch of changed tasks', () => {
  const idsIn = ({ data }: { data: unknown }) =>
    (data as { events: { data: { task: { id: string } } }[] }).events.map(event => event.data.task.id)

  test('becomes one update with all of them, once', async () => {
    const ana = newUser()
    const reader = await relay.read(ana, 0)
    const events = countTo(120).map(() => changed(ana))
    for (const batch of [...batchesOf(events), ...batchesOf(events)]) expect(await other.deliver(batch)).toBe(204)
    await relay.deliver(changed(ana, { title: 'after' }))

    await reader.until(({ updates }) => updates.length === 3)
    expect(reader.numbers).toEqual([1, 2, 3])
    expect(reader.updates.slice(0, 2).map(({ type }) => type)).toEqual(Array(2).fill('zerodue.batch.v1'))
    expect(reader.updates.slice(0, 2).flatMap(idsIn)).toEqual(events.map(({ subject }) => subject))
    await reader.leave()
  })

  test('leaves out versions that are older than one that was stored, and keeps the newest of several', async () => {
    const ana = newUser()
    const known = changed(ana, { version: 5 })
    await relay.deliver(known)
    const twice = changed(ana, { version: 1 })
    const events = [
      changed(ana, { id: known.subject, version: 4 }),
      twice,
      ...countTo(8).map(() => changed(ana)),
      changed(ana, { id: twice.subject, version: 2, title: 'newest' }),
    ]
    for (const batch of batchesOf(events)) await relay.deliver(batch)
    const { items } = (await relay.updates(ana, '?after=1')).body
    const { events: kept } = (items[0] as unknown as { data: { events: Outgoing[] } }).data
    expect(kept).toHaveLength(9)
    expect(kept[0]).toMatchObject({ subject: twice.subject, data: { task: { version: 2, title: 'newest' } } })
  })

  test('does not make a page of updates larger than about a megabyte, and the next page goes on', async () => {
    const ana = newUser()
    const events = countTo(90).map(() => changed(ana, { notes: 'x'.repeat(19_000) }))
    const batches = batchesOf(events)
    for (const batch of batches) await relay.deliver(batch)
    const first = (await relay.updates(ana, '?after=0')).body
    expect(JSON.stringify(first).length).toBeLessThan(1_300_000)
    expect(first.items.length).toBeLessThan(batches.length)
    const reader = await other.read(ana, 0)
    await reader.until(({ updates }) => updates.length === batches.length)
    expect(reader.updates.flatMap(idsIn)).toEqual(events.map(({ subject }) => subject))
    await reader.leave()
  })
})

test('concurrent events get numbers without a gap, and arrive in order', async () => {
  const ana = newUser()
  const reader = await other.read(ana, 0)
  await Promise.all(countTo(100).map((_, i) => (i % 2 ? relay : other).deliver(changed(ana))))

  await reader.until(({ updates }) => updates.length === 100)
  expect(reader.numbers).toEqual(countTo(100))
  await reader.leave()
})

test('a stream carries only the updates of its person', async () => {
  const [ana, bob] = [newUser(), newUser()]
  const [anas, bobs] = [await relay.read(ana), await relay.read(bob)]
  await relay.deliver(changed(bob, { title: "Bob's" }))
  await relay.deliver(changed(ana, { title: "Ana's" }))
  await relay.deliver(changed(bob, { title: "Bob's too" }))

  await bobs.until(({ updates }) => updates.length === 2)
  await anas.until(({ updates }) => updates.length === 1)
  expect(anas.updates).toMatchObject([{ number: 1, data: { task: { title: "Ana's" } } }])
  await Promise.all([anas.leave(), bobs.leave()])
})

test('a request without a valid token is refused, also with a token in the URL', async () => {
  const token = await issuer.token('ana')
  for (const path of ['/api/stream', '/api/updates', `/api/stream?access_token=${token}`])
    expect((await fetch(relay.address + path)).status).toBeGreaterThanOrEqual(400)
  const expired = await issuer.token('ana', { exp: Math.floor(Date.now() / 1000) - 60 })
  expect((await relay.updates('ana', '', expired)).status).toBe(401)
})

test('a stream ends with the reason `token` when its token expires', async () => {
  const ana = newUser()
  const token = await issuer.token(ana, { exp: Math.floor(Date.now() / 1000) + 2 })
  const reader = await Reader.open(relay.address, token)
  expect(await reader.over).toBe('token')
})

test('a stream ends at its time limit, and the next one continues after its last number', async () => {
  const short = await replica({ streamMs: 500 })
  const ana = newUser()
  const first = await short.read(ana)
  await short.deliver(changed(ana))
  expect(await first.over).toBe('limit')
  await relay.deliver(changed(ana))
  const next = await relay.read(ana, first.last)
  await next.until(({ last }) => last === 2)
  expect([...first.numbers, ...next.numbers]).toEqual([1, 2])
  await next.leave()
})

test('a process that stops ends its streams at once with the reason `stopping`', async () => {
  const leaving = await replica()
  const reader = await leaving.read(newUser())
  await leaving.stop()
  expect(await reader.over).toBe('stopping')
})

test('a quiet stream sends comments as heartbeats, and no events', async () => {
  const beating = await replica({ heartbeatMs: 100 })
  const response = await fetch(`${beating.address}/api/stream`, {
    headers: { authorization: `Bearer ${await issuer.token(newUser())}` },
  })
  const body = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.endsWith(':\n\n')) text += (await body?.read())?.value ?? ''
  expect(text).toMatch(/^retry: 1000\nevent: begin\nid: 0\ndata: \{"head":0\}\n\n:\n\n$/)
  await body?.cancel()
})

test('a client that is too far behind gets `reload` with the number to continue after', async () => {
  const few = await replica({ maxUpdates: 100 })
  const ana = newUser()
  for (const _ of countTo(300)) await few.deliver(changed(ana))
  expect(await owner`select from sync.update where user_id = ${ana}`).toHaveLength(100)

  expect(await few.updates(ana, '?after=150')).toMatchObject({ status: 410, body: { code: 'updates-gone', head: 300 } })
  const late = await few.read(ana, 150)
  expect(late.events[0]).toMatchObject({ event: 'reload', id: '300', data: '{"head":300}' })
  await few.deliver(changed(ana))
  expect((await late.until(({ updates }) => updates.length === 1)).numbers).toEqual([301])
  const inTime = await few.read(ana, 201)
  await inTime.until(({ updates }) => updates.length === 100)
  await Promise.all([late.leave(), inTime.leave()])
})

test('a number that this database never gave is refused with 410', async () => {
  const ana = newUser()
  await relay.deliver(changed(ana))
  expect(await relay.updates(ana, '?after=7')).toMatchObject({ status: 410, body: { head: 1 } })
})

test('a sweep deletes old updates, and the numbers continue', async () => {
  const ana = newUser()
  for (const _ of countTo(3)) await relay.deliver(changed(ana))
  await owner`update sync.update set kept_at = now() - interval '15 days' where user_id = ${ana} and number < 3`
  await sweep(relay.deps)

  expect((await relay.updates(ana, '?after=0')).status).toBe(410)
  expect((await relay.updates(ana, '?after=2')).body.items).toMatchObject([{ number: 3 }])
})

test('a changed profile is an update too', async () => {
  const ana = newUser()
  const { type, example: data } = profileChanged
  await relay.deliver(changed(ana, {}, { type, data, subject: null }))
  expect((await relay.updates(ana, '?after=0')).body.items).toMatchObject([{ type, data }])
})

test('deleting an account ends its streams and deletes its rows, and a late event brings none back', async () => {
  const ana = newUser()
  const token = await issuer.token(ana)
  await relay.deliver(changed(ana))
  const [here, there] = [await relay.read(ana), await other.read(ana)]
  const late = changed(ana)
  const deletion = changed(
    ana,
    {},
    { type: accountDeleted.type, data: {}, subject: null, time: new Date().toISOString() },
  )
  await relay.deliver(deletion)

  expect(await Promise.all([here.over, there.over])).toEqual(['account', 'account'])
  expect(await other.deliver(late)).toBe(204)
  for (const table of ['update', 'stream'])
    expect(await owner`select from ${owner(`sync.${table}`)} where user_id = ${ana}`).toHaveLength(0)
  expect((await relay.updates(ana, '', token)).status).toBe(401)
  expect(await (await Reader.open(relay.address, token)).over).toBe('account')
})

test('a person can open 50 streams in one process, and no more', async () => {
  const ana = newUser()
  const readers = await Promise.all(countTo(50).map(() => relay.read(ana)))
  await expect(relay.read(ana)).rejects.toThrow('429')
  await Promise.all(readers.map(reader => reader.leave()))
  await vi.waitFor(async () => (await relay.read(ana)).leave())
})

test('a page from an allowed origin reads its stream', async () => {
  const origin = 'https://app.example.com'
  const elsewhere = await replica({}, {}, [origin])
  const ana = newUser()
  const response = await fetch(`${elsewhere.address}/api/stream`, {
    headers: { authorization: `Bearer ${await issuer.token(ana)}`, origin },
  })
  expect(response.headers.get('access-control-allow-origin')).toBe(origin)
  const reader = new Reader(response, undefined, new AbortController())
  await reader.until(({ events }) => events.length > 0)
  await elsewhere.deliver(changed(ana))
  await reader.until(({ updates }) => updates.length === 1)
  await elsewhere.stop()
  expect(await reader.over).toBe('stopping')
})
