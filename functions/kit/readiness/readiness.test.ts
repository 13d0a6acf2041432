import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { defineFunction } from '../define-function.ts'
import { BrokerAway } from '../events/event.ts'
import { insertEvents } from '../events/outbox-table.ts'
import { connect } from '../postgres/connect.ts'
import { counted } from '../testing/probe.ts'
import { settledReady } from '../testing/settled-ready.ts'
import { someEvent } from '../testing/some-event.ts'
import { start } from '../testing/start.ts'
import { type AskPart, away, there } from './part.ts'
import { createReadiness, type Readiness } from './readiness.ts'

const emitter = defineFunction({ name: 'task-api', schema: 'tasks', deps: () => ({}) }).does({ emits: [counted] })

/** A broker that counts how often it is asked. */
function broker(state = there) {
  const asked = { times: 0 }
  const ask = async () => {
    asked.times++
    return state
  }
  const publish = () => Promise.reject(new BrokerAway('It is away.'))
  return { asked, publisher: { ask, publish, close: async () => {} } }
}

test('without its database a function refuses and says so, and it is ready when the database is back', async () => {
  const made = await start(emitter)
  const { request, databaseUrl } = made
  const name = new URL(databaseUrl).pathname.slice(1)
  const admin = connect(inject('postgresUrl'), undefined, { connections: 1 })
  const allow = (connections: boolean) => admin.unsafe(`alter database ${name} allow_connections ${connections}`)
  const soon = { timeout: 10_000 }
  const ready = { status: 'ok', parts: { database: { status: 'ok' }, broker: { status: 'not needed now' } } }
  expect((await settledReady(made)).body).toEqual(ready)

  await allow(false)
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
  await vi.waitFor(async () => {
    const { status, body, headers } = await request('GET', '/ready')
    expect({ status, body }).toEqual({
      status: 503,
      body: expect.objectContaining({
        code: 'unavailable',
        detail: 'The database is away. It does not answer (55000).',
      }),
    })
    expect(headers.get('retry-after')).toBe('1')
  }, soon)

  await allow(true)
  await vi.waitFor(async () => expect((await request('GET', '/ready')).body).toEqual(ready), soon)
  await admin.end()
})

test('a broker is asked only while events wait for it, and the function serves while it is away', async () => {
  const { asked, publisher } = broker(away('Kafka does not answer (ECONNREFUSED).'))
  const made = await start(emitter, { publisher })
  const { databaseUrl, owner } = made
  expect((await settledReady(made)).body.parts.broker).toEqual({ status: 'not needed now' })
  expect(asked.times).toBe(0)

  await owner.begin(tx => insertEvents(tx, 'tasks', [someEvent()]))
  expect(await settledReady(await start(emitter, { publisher, databaseUrl }))).toEqual({
    status: 200,
    body: {
      status: 'degraded',
      parts: {
        database: { status: 'ok' },
        broker: { status: 'away', detail: 'Kafka does not answer (ECONNREFUSED).' },
      },
    },
  })
})

test('a function that stores nothing publishes for each event, so its broker is always asked', async () => {
  const { asked, publisher } = broker()
  const definition = defineFunction({ name: 'recurrence-handler', deps: () => ({}) }).does({ emits: [counted] })
  const { body } = await settledReady(await start(definition, { publisher }))
  expect(body).toEqual({ status: 'ok', parts: { broker: { status: 'ok' } } })
  expect(asked.times).toBe(1)
})

test('while a process starts, only its database is asked', async () => {
  const { asked, publisher } = broker()
  const mail = vi.fn(async () => there)
  const definition = defineFunction({ name: 'task-api', schema: 'tasks', deps: () => ({}) }).does({
    emits: [counted],
    parts: () => ({ mail }),
  })
  const { request, owner, databaseUrl } = await start(definition, { publisher, isStarting: () => true })
  await owner.begin(tx => insertEvents(tx, 'tasks', [someEvent()]))
  expect((await request('GET', '/ready')).body).toEqual({
    status: 'ok',
    parts: { database: { status: 'ok' }, broker: { status: 'not asked yet' }, mail: { status: 'not asked yet' } },
  })
  expect([asked.times, mail.mock.calls.length]).toEqual([0, 0])

  const later = await settledReady(await start(definition, { publisher, databaseUrl }))
  expect(later.body.parts.mail).toEqual({ status: 'ok' })
})

describe('with many probes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const readinessOf = (mail: AskPart) =>
    createReadiness({ database: undefined, parts: { mail }, isStarting: () => false })
  const partsOf = async (ready: ReturnType<typeof readinessOf>) => {
    const answer = await ready()
    return 'body' in answer ? (answer.body as Readiness).parts : answer
  }

  test('each part is asked once in ten seconds', async () => {
    let asked = 0
    const ready = readinessOf(async () => {
      asked++
      return there
    })
    await Promise.all(Array.from({ length: 50 }, ready))
    await vi.advanceTimersByTimeAsync(9_000)
    await ready()
    expect(asked).toBe(1)

    await vi.advanceTimersByTimeAsync(1_000)
    await ready()
    expect(asked).toBe(2)
  })

  test('a part that hangs delays no answer by more than a quarter of a second, and counts as away after three', async () => {
    let asked = 0
    const ready = readinessOf(() => {
      asked++
      return new Promise(() => {})
    })
    const first = partsOf(ready)
    await vi.advanceTimersByTimeAsync(250)
    expect(await first).toEqual({ mail: { status: 'not asked yet' } })

    await vi.advanceTimersByTimeAsync(2_750)
    expect(await partsOf(ready)).toEqual({ mail: { status: 'away', detail: 'It does not answer within 3 s.' } })
    expect(asked).toBe(1)
  })

  test('a database that hangs gets one question for all probes, and each is refused before a probe gives up', async () => {
    let asked = 0
    const database = () => {
      asked++
      return new Promise(() => {})
    }
    const ready = createReadiness({ database, parts: {}, isStarting: () => false })
    const answers = Promise.all(Array.from({ length: 20 }, ready))
    await vi.advanceTimersByTimeAsync(999)
    for (const answer of await answers)
      expect(answer).toMatchObject({ detail: 'The database is away. It does not answer within 0.7 s.' })
    expect(asked).toBe(1)
  })
})

test('an answer names the code of an error, and neither its host nor its message', async () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:9092'), { code: 'ECONNREFUSED' })
  const ready = createReadiness({
    database: undefined,
    parts: { mail: () => Promise.reject(new Error('smtp://me:secret@mail.example', { cause })) },
    isStarting: () => false,
  })
  expect(await ready()).toMatchObject({
    body: { parts: { mail: { status: 'away', detail: 'It does not answer (ECONNREFUSED).' } } },
  })
})
