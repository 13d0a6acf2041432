import { connect as connectSocket } from 'node:net'
import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { newUser } from '../kit/testing/start.ts'
import { changed } from './testing/changed.ts'
import { Reader } from './testing/reader.ts'
import { countTo, relays } from './testing/relay.ts'

const { replica, issuer, owner } = await relays()
const soon = { timeout: 20_000, interval: 10 }
const never = 3_600_000

test('a wake-up alone is enough to send an update, also after its connection was cut', async () => {
  const [here, there] = await Promise.all([replica({ checkMs: never }), replica({ checkMs: never })])
  const ana = newUser()
  const reader = await here.read(ana, 0)
  const listeners = () => owner<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and query ilike 'listen%'`
  await vi.waitFor(async () => expect(await listeners()).toHaveLength(1), soon)
  await there.deliver(changed(ana))
  await reader.until(({ updates }) => updates.length === 1)

  const [first] = await listeners()
  await owner`select pg_terminate_backend(${first?.pid ?? 0})`
  await there.deliver(changed(ana))
  await reader.until(({ updates }) => updates.length === 2)
  await vi.waitFor(async () => expect((await listeners()).map(({ pid }) => pid)).not.toContain(first?.pid), soon)
  await there.deliver(changed(ana))
  expect((await reader.until(({ updates }) => updates.length === 3)).numbers).toEqual([1, 2, 3])
  await reader.leave()
})

test('a stream without wake-ups sends every update later: a writer may crash before its wake-up', async () => {
  const relay = await replica({ checkMs: 50 })
  const ana = newUser()
  const reader = await relay.read(ana, 0)
  await asCaller(relay.sql, { userId: ana }, tx => tx`select sync.keep('zerodue.test.v1', now(), '{}', 100)`)
  expect((await reader.until(({ updates }) => updates.length === 1)).numbers).toEqual([1])
  await reader.leave()
})

test('a redelivery wakes the streams that the first delivery missed', async () => {
  const relay = await replica({ checkMs: never })
  const ana = newUser()
  const event = changed(ana)
  const reader = await relay.read(ana, 0)
  await owner`insert into sync.inbox (consumer, source, id) values ('sync-relay', ${event.source}, ${event.id})`
  await asCaller(relay.sql, { userId: ana }, tx => tx`select sync.keep(${event.type}, now(), '{}', 100)`)
  expect(await relay.deliver(event)).toBe(204)
  expect((await reader.until(({ updates }) => updates.length === 1)).numbers).toEqual([1])
  await reader.leave()
})

test('a reader that does not drain is disconnected, its updates stay in the table, and other readers get theirs', async () => {
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'info' }, { write: line => void lines.push(JSON.parse(line)) })
  const relay = await replica({ slowMs: 1_000 }, { log })
  const ana = newUser()
  const token = await issuer.token(ana)
  const slow = connectSocket(Number(new URL(relay.address).port), '127.0.0.1')
  slow.pause().on('error', () => {})
  slow.write(`GET /api/stream HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer ${token}\r\nLast-Event-ID: 0\r\n\r\n`)
  await vi.waitFor(() => expect(relay.streams.size).toBe(1), soon)
  const quick = await relay.read(ana, 0)

  const many = 1_500
  const notes = 'x'.repeat(19_000)
  for (let sent = 0; sent < many; sent += 50)
    await Promise.all(countTo(50).map(() => relay.deliver(changed(ana, { notes }))))

  await quick.until(({ updates }) => updates.length === many)
  await vi.waitFor(() => expect(relay.streams.size).toBe(1), soon)
  const cut = lines.find(({ outcome }) => outcome === 'stream: slow')
  expect(Number(cut?.updates)).toBeLessThan(many)
  expect(quick.numbers).toEqual(countTo(many))
  slow.destroy()
  await quick.leave()
})

test('a reader is cut without an end marker while the database is away', async () => {
  const relay = await replica()
  const ana = newUser()
  const first = await relay.read(ana)
  await relay.deliver(changed(ana))
  await first.until(({ updates }) => updates.length === 1)
  const away = await replica({}, { databaseUrl: 'postgres://zerodue@127.0.0.1:1/zerodue' })
  const reader = await Reader.open(away.address, await issuer.token(ana), 1)
  expect(await reader.over).toBe(undefined)
  expect(reader.ends).toEqual([])
  await relay.deliver(changed(ana))
  expect((await first.until(({ updates }) => updates.length === 2)).numbers).toEqual([1, 2])
  await first.leave()
})
