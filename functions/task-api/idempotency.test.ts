import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Problem, taskApi } from './testing/signed-in.ts'

const { signedIn } = await taskApi()
const withKey = (key: string = randomUUID()) => ({ 'idempotency-key': key })

describe('the same key', () => {
  test('returns the same response and creates one task', async () => {
    const ana = await signedIn()
    const key = withKey()
    const first = await ana.request('POST', '/api/tasks', { title: 'Once', tags: ['a'] }, key)
    const second = await ana.request('POST', '/api/tasks', { title: 'Once', tags: ['a'] }, key)
    expect(second.status).toBe(201)
    expect(JSON.stringify(second.body)).toBe(JSON.stringify(first.body))
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await ana.titles()).toEqual(['Once'])
    expect(await ana.outbox('zerodue.task.created.v1')).toHaveLength(1)
  })

  test('in ten simultaneous requests creates one task; each request gets that task or a 409', async () => {
    const ana = await signedIn()
    const key = withKey()
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => ana.request('POST', '/api/tasks', { title: 'Once' }, key)),
    )
    const ids = new Set(replies.filter(({ status }) => status === 201).map(({ body }) => (body as { id: string }).id))
    expect(ids.size).toBe(1)
    expect(replies.every(({ status }) => status === 201 || status === 409)).toBe(true)
    expect(await ana.titles()).toEqual(['Once'])
  })

  test('with another body is refused', async () => {
    const ana = await signedIn()
    const key = withKey()
    await ana.create({ title: 'One' }, key)
    const { status, body } = await ana.request('POST', '/api/tasks', { title: 'Two' }, key)
    expect([status, (body as Problem).code]).toEqual([422, 'idempotency-key-reused'])
  })

  test('on another route is refused', async () => {
    const ana = await signedIn()
    const key = withKey()
    const task = await ana.create({ title: 'One' }, key)
    expect((await ana.request('POST', `/api/tasks/${task.id}/complete`, undefined, key)).status).toBe(422)
  })

  test('of another person does not conflict', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    const key = withKey()
    await ana.create({ title: 'of Ana' }, key)
    expect((await bob.create({ title: 'of Bob' }, key)).title).toBe('of Bob')
  })

  test('with the same client-chosen id is the same request and no conflict', async () => {
    const ana = await signedIn()
    const [key, id] = [withKey(), randomUUID()]
    const first = await ana.create({ id, title: 'Offline' }, key)
    expect(await ana.create({ id, title: 'Offline' }, key)).toEqual(first)
  })

  test('completes once, and replays the first answer although the task has changed since', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Once' })
    const key = withKey()
    const first = await ana.request('POST', `/api/tasks/${task.id}/complete`, undefined, key)
    await ana.reopen(task.id)
    const second = await ana.request('POST', `/api/tasks/${task.id}/complete`, undefined, key)
    expect(second.body).toEqual(first.body)
    expect((await ana.get(task.id)).status).toBe('open')
  })

  test('can be used again after a refusal', async () => {
    const ana = await signedIn()
    const key = withKey()
    expect((await ana.request('POST', `/api/tasks/${randomUUID()}/complete`, undefined, key)).status).toBe(404)
    expect((await ana.create({ title: 'Now' }, key)).title).toBe('Now')
  })
})

test('a malformed key is refused, and the error names the header', async () => {
  const ana = await signedIn()
  const { status, body } = await ana.request('POST', '/api/tasks', { title: 'x' }, withKey('a b'))
  expect(status).toBe(400)
  expect((body as Problem).errors[0]?.path).toBe('header.idempotency-key')
})
