import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { complete } from '../../domain/complete.ts'
import { nextTask, successorId } from '../../domain/next-task.ts'
import type { Task } from '../../domain/task.ts'
import { taskApi } from '../testing/signed-in.ts'

const { app, signedIn, delivery, owner, published } = await taskApi()
const weekly = { rule: 'FREQ=WEEKLY;BYDAY=FR' }
const friday = { date: '2026-11-27', time: '09:00', zone: 'Asia/Karachi' }

interface Envelope {
  type: string
  data: unknown
  id?: string
  source?: string
  subject?: string
  authorization?: string
}

async function send({ type, data, id = randomUUID(), source = '/crm', subject, authorization }: Envelope) {
  const response = await app.request('/', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: authorization ?? delivery,
      'ce-specversion': '1.0',
      'ce-type': `zerodue.task.${type}.v1`,
      'ce-id': id,
      'ce-source': source,
      ...(subject && { 'ce-subject': subject }),
    },
    body: JSON.stringify(data),
  })
  return response.status
}

const refusals = async (userId: string) =>
  (
    await owner<{ data: { code: string; command: object } }[]>`
    select data from tasks.outbox where user_id = ${userId} and type = 'zerodue.command.refused.v1' order by id`
  ).map(({ data }) => data)

describe('a command', () => {
  test('creates, updates, completes and deletes like the same request by HTTP', async () => {
    const ana = await signedIn()
    const id = randomUUID()
    const { userId } = ana
    expect(await send({ type: 'create', data: { userId, id, title: 'From the CRM', tags: ['work'] } })).toBe(204)
    expect(await send({ type: 'update', subject: id, data: { userId, priority: 'P1', version: 1 } })).toBe(204)
    expect(await ana.get(id)).toMatchObject({ title: 'From the CRM', priority: 'P1', version: 2 })
    await send({ type: 'complete', data: { userId, id } })
    expect((await ana.get(id)).status).toBe('done')
    await send({ type: 'delete', subject: id, data: { userId } })
    expect((await ana.get(id)).deletedAt).toBeDefined()
    const [created] = await ana.outbox('zerodue.task.created.v1')
    expect(created?.data).toMatchObject({ actor: { kind: 'producer', id: '/crm' } })
    expect(published.map(({ id }) => id)).toContain(created?.id)
    expect(await refusals(userId)).toEqual([])
  })

  test('snoozes a reminder like the request, and a missing reminder writes a refusal', async () => {
    const ana = await signedIn()
    const { userId } = ana
    const task = await ana.create({ title: 'Call mum', due: friday, reminders: [{ before: 'PT30M' }] })
    const reminderId = task.reminders[0]?.id
    const until = '2199-01-01T09:00:00.000Z'
    expect(await send({ type: 'snooze', subject: task.id, data: { userId, reminderId, until } })).toBe(204)
    expect((await ana.get(task.id)).reminders).toMatchObject([{ snoozedUntil: until }])
    expect(
      await send({ type: 'snooze', subject: task.id, data: { userId, reminderId: randomUUID(), minutes: 5 } }),
    ).toBe(204)
    expect(await refusals(userId)).toMatchObject([{ code: 'reminder-not-found' }])
  })

  test('works in structured mode too', async () => {
    const ana = await signedIn()
    const event = {
      specversion: '1.0',
      id: '1',
      source: '/crm',
      type: 'zerodue.task.create.v1',
      data: { userId: ana.userId, title: 'Structured' },
    }
    const headers = { 'content-type': 'application/cloudevents+json', authorization: delivery }
    expect((await app.request('/', { method: 'POST', headers, body: JSON.stringify(event) })).status).toBe(204)
    expect(await ana.titles()).toEqual(['Structured'])
  })

  test('delivered ten times, some at once, has one effect', async () => {
    const ana = await signedIn()
    const command = {
      type: 'create',
      id: 'once',
      source: `/${ana.userId}`,
      data: { userId: ana.userId, title: 'Once' },
    }
    const statuses = await Promise.all(Array.from({ length: 10 }, () => send(command)))
    expect(statuses).toEqual(Array(10).fill(204))
    expect(await ana.titles()).toEqual(['Once'])
    expect(await ana.outbox('zerodue.task.created.v1')).toHaveLength(1)
  })
})

test('a refused command lists at most twenty faults and counts the others, so that its event fits into a record', async () => {
  const ana = await signedIn()
  const { userId } = ana
  const wrong = { userId, title: 7, priority: 'P9', tags: Array(20).fill(0) }
  expect(await send({ type: 'create', data: wrong })).toBe(204)
  expect(await send({ type: 'create', data: { ...wrong, tags: Array(30_000).fill(0) } })).toBe(204)
  const [few, many] = (await refusals(userId)) as unknown as { errors: unknown[]; moreErrors?: number }[]
  expect([few?.errors.length, few?.moreErrors]).toEqual([20, 2])
  expect([many?.errors.length, many?.moreErrors]).toEqual([3, undefined])
})

describe('a refused command is accepted, writes a refusal event and changes nothing:', () => {
  test.each<[string, Envelope, string]>([
    ['a missing task', { type: 'complete', data: { id: randomUUID() } }, 'task-not-found'],
    ['no task named', { type: 'complete', data: {} }, 'task-not-found'],
    ['an empty title', { type: 'create', data: { title: '' } }, 'invalid-request'],
    ['an unknown field', { type: 'create', data: { title: 'x', colour: 'red' } }, 'invalid-request'],
    ['a subject that is not an id', { type: 'delete', subject: 'x', data: {} }, 'task-not-found'],
  ])('%s', async (_, envelope, code) => {
    const ana = await signedIn()
    expect(
      await send({ ...envelope, data: { ...(envelope.data as object), userId: ana.userId }, id: `c-${ana.userId}` }),
    ).toBe(204)
    expect(await refusals(ana.userId)).toMatchObject([{ code, command: { id: `c-${ana.userId}`, source: '/crm' } }])
    expect(await ana.titles()).toEqual([])
  })

  test("another person's task", async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    const task = await ana.create({ title: 'Secret' })
    await send({ type: 'delete', data: { userId: bob.userId, id: task.id } })
    expect(await ana.get(task.id)).toEqual(task)
    expect(await refusals(bob.userId)).toMatchObject([{ code: 'task-not-found' }])
  })

  test('the task of an account that was deleted', async () => {
    const ana = await signedIn()
    await ana.create({ title: 'gone' })
    await ana.request('DELETE', '/api/me')
    expect(await send({ type: 'create', data: { userId: ana.userId, title: 'back?' } })).toBe(204)
    expect(await owner`select from tasks.task where user_id = ${ana.userId}`).toHaveLength(0)
    expect(await refusals(ana.userId)).toEqual([])
  })
})

describe('a malformed command gets a 400, so that it becomes a dead letter:', () => {
  test.each([
    ['data that is a list', { type: 'create', data: [] }],
    ['no user id', { type: 'create', data: { title: 'x' } }],
    ['a number as user id', { type: 'create', data: { userId: 7, title: 'x' } }],
  ])('%s', async (_, envelope) => {
    expect(await send(envelope)).toBe(400)
  })
})

describe('a command', () => {
  test('with a token acts only for the owner of the token', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    const { token } = (await ana.request('POST', '/api/me/tokens', { name: 'cron', scopes: ['read', 'write'] }))
      .body as { token: string }
    const authorization = `Bearer ${token}`
    expect(await send({ type: 'create', authorization, data: { title: 'Mine' } })).toBe(204)
    expect(await ana.titles()).toEqual(['Mine'])
    expect(await send({ type: 'create', authorization, data: { title: 'Yours', userId: bob.userId } })).toBe(400)
    expect(await bob.titles()).toEqual([])
  })

  test('with a read-only token, a wrong token or no token is refused', async () => {
    const ana = await signedIn()
    const { token } = (await ana.request('POST', '/api/me/tokens', { name: 'r', scopes: ['read'] })).body as {
      token: string
    }
    const statuses = [`Bearer ${token}`, 'Bearer nonsense', ''].map(authorization =>
      send({ type: 'create', authorization, data: { title: 'x', userId: ana.userId } }),
    )
    expect(await Promise.all(statuses)).toEqual([403, 401, 401])
    expect(await ana.titles()).toEqual([])
  })
})

describe('the next task of a series', () => {
  const command = (left: Task, userId: string): Envelope => ({
    type: 'create',
    id: successorId(left) ?? '',
    source: '/zerodue/recurrence-handler',
    data: { userId, ...nextTask(left), follows: { taskId: left.id, leftAt: left.completedAt } },
  })

  test('is created once, by the recurrence', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Standup', due: friday, repeat: weekly })
    const left = await ana.complete(task.id)
    await Promise.all([send(command(left, ana.userId)), send(command(left, ana.userId))])
    expect(await ana.list('status=open')).toMatchObject({
      items: [{ due: { date: '2026-12-04' }, occurrence: 2, seriesId: task.seriesId }],
    })
    expect((await ana.outbox('zerodue.task.created.v1'))[1]?.data).toMatchObject({ actor: { kind: 'recurrence' } })
  })

  test('is not created when the previous task was reopened meanwhile, and is when that is done again', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Standup', due: friday, repeat: weekly })
    const left = await ana.complete(task.id)
    await ana.reopen(task.id)
    expect(await send(command(left, ana.userId))).toBe(204)
    expect((await ana.list('status=open')).items.map(({ id }) => id)).toEqual([task.id])
    const again = complete(await ana.get(task.id), new Date(Date.parse(left.completedAt ?? '') + 1))
    expect(successorId(again)).not.toBe(successorId(left))
  })
})
