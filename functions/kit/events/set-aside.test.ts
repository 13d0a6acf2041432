import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { defineFunction } from '../define-function.ts'
import { ok } from '../http/answer.ts'
import { route } from '../http/api.ts'
import { measured, sumOf } from '../testing/measured.ts'
import { counted } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import { newUser, start } from '../testing/start.ts'
import { on } from './handler.ts'

const operatorToken = 'the-token-of-the-operator-of-these-tests'
const state = { broken: true }
const measurements = measured()

/** Handles a number, unless it has a bug. It borrows the schema and role of sync-relay. */
const echo = defineFunction({ name: 'sync-relay', schema: 'sync', deps: () => ({}) }).does({
  routes: [
    route(
      {
        method: 'get',
        path: '/api/own',
        id: 'own',
        summary: 'For people',
        tag: 'own',
        scope: 'read',
        answers: { 200: v.object({}) },
      },
      async () => ok({}),
    ),
  ],
  on: [
    on(counted, async () => {
      if (state.broken) throw new Error('a bug')
    }),
  ],
})

const { deliver, request, as, owner } = await start(echo, { settings: { OPERATOR_TOKEN: operatorToken } })
const path = '/api/set-aside/sync-relay'
const headers = { authorization: `Bearer ${operatorToken}` }
interface List {
  items: { id: string; event: { id: string }; reason: string; way: string; tries: number }[]
  next: string | null
}
const list = async (query = '') => (await request<List>('GET', path + query, { headers })).body

async function setAside(userId = newUser()) {
  const event = someEvent({ userId, data: { number: 7 } })
  for (let i = 0; i < 3; i++) await deliver(event)
  return event
}

describe('an event that was set aside', () => {
  test('is in the list of the operator, with its reason and without its data', async () => {
    const event = await setAside()
    const { items } = await list()
    expect(items[0]).toEqual({
      id: expect.any(String),
      way: 'received',
      consumer: '/',
      event: { id: event.id, source: event.source, type: event.type, userId: event.userId, time: event.time },
      tries: 3,
      reason: 'Error: a bug',
      setAsideAt: expect.any(String),
    })
  })

  test('is handled by a replay once the bug is gone, and stays until then', async () => {
    const event = await setAside()
    const find = async () => (await list()).items.find(item => item.event.id === event.id)
    const replay = async () => request('POST', `${path}/${(await find())?.id}/replay`, { headers })
    expect(await replay()).toMatchObject({
      status: 409,
      body: { code: 'not-replayable', detail: 'It failed again: Error: a bug' },
    })
    expect(await find()).toBeDefined()
    state.broken = false
    expect((await replay()).status).toBe(200)
    state.broken = true
    expect(await find()).toBeUndefined()
    expect(await owner`select from sync.inbox where id = ${event.id}`).toHaveLength(1)
  })

  test('is listed page by page', async () => {
    const events = [await setAside(), await setAside(), await setAside()]
    const first = await list('?limit=2')
    const second = await list(`?limit=2&after=${first.next}`)
    expect([...first.items, ...second.items].slice(0, 3).map(item => item.event.id)).toEqual(
      events.map(({ id }) => id).reverse(),
    )
  })

  test('counts in the metrics', () => {
    expect(sumOf(measurements, 'zerodue.events.set_aside', { function: 'sync-relay' })).toBeGreaterThan(0)
  })

  test('goes with the account of its person', async () => {
    const event = await setAside()
    await owner.begin(async tx => {
      await tx`select set_config('app.user', ${event.userId}, true)`
      await tx`select sync.delete_caller(now())`
    })
    expect((await list()).items.map(item => item.event.id)).not.toContain(event.id)
  })
})

test('the list is for the operator: a person is refused with 403, nobody with 401, and the operator reads nothing of people', async () => {
  expect((await as(newUser(), 'GET', path)).status).toBe(403)
  expect((await request('GET', path)).status).toBe(401)
  expect((await request('GET', '/api/own', { headers })).status).toBe(401)
})

test('an unknown id is a 404', async () => {
  const answer = await request('POST', `${path}/00000000-0000-4000-8000-000000000000/replay`, { headers })
  expect(answer).toMatchObject({ status: 404, body: { code: 'set-aside-not-found' } })
})
