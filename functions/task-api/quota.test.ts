import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Problem, taskApi } from './testing/signed-in.ts'

const { app, signedIn, delivery, owner } = await taskApi({
  settings: { MAX_TASKS: '3', MAX_TAGS: '2', MAX_TOKENS: '1' },
})

const tooManyTasks = { code: 'quota-reached', detail: 'A person may have 3 tasks here: delete some first.' }
const tooManyTags = { code: 'quota-reached', detail: 'A person may have 2 tags here: delete some first.' }

async function full() {
  const ana = await signedIn()
  const ids: string[] = []
  for (const title of ['one', 'two', 'three']) ids.push((await ana.create({ title })).id)
  return { ana, ids }
}
const post = async (person: Awaited<ReturnType<typeof signedIn>>, path: string, body: unknown) => {
  const answer = await person.request('POST', path, body)
  return {
    ...(answer.body as Problem & { results?: { status: number; problem?: Problem }[] }),
    httpStatus: answer.status,
  }
}

test('a task beyond the quota is refused, and the tasks of another person do not count', async () => {
  const { ana } = await full()
  expect(await post(ana, '/api/tasks', { title: 'four' })).toMatchObject({ httpStatus: 403, ...tooManyTasks })
  expect(await ana.titles()).toHaveLength(3)
  await full()
})

test('a batch creates as many tasks as the quota admits', async () => {
  const ana = await signedIn()
  const operations = Array.from({ length: 5 }, (_, i) => ({ op: 'create', task: { title: `task ${i}` } }))
  const { results } = await post(ana, '/api/tasks/batch', { operations })
  expect(results?.map(({ status }) => status)).toEqual([201, 201, 201, 403, 403])
  expect(results?.[4]?.problem).toMatchObject(tooManyTasks)
})

test.each(['dryRun=true', 'dryRun=false'])('an import beyond the quota is refused as a whole (%s)', async query => {
  const ana = await signedIn()
  await ana.create({ title: 'before' })
  const tasks = ['one', 'two', 'three'].map(title => ({ title }))
  const file = JSON.stringify({ format: 'zerodue', version: 1, tasks })
  const { status, body } = await ana.request('POST', `/api/import?${query}`, file, {
    'content-type': 'application/json',
  })
  expect([status, body]).toMatchObject([403, tooManyTasks])
  expect(await ana.titles()).toEqual(['before'])
})

test('a command beyond the quota becomes command.refused with the same code', async () => {
  const { ana } = await full()
  const response = await app.request('/', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: delivery,
      'ce-specversion': '1.0',
      'ce-type': 'zerodue.task.create.v1',
      'ce-id': randomUUID(),
      'ce-source': '/crm',
    },
    body: JSON.stringify({ userId: ana.userId, title: 'four' }),
  })
  expect(response.status).toBe(204)
  const refused = await owner<{ data: Problem }[]>`
    select data from tasks.outbox where user_id = ${ana.userId} and type = 'zerodue.command.refused.v1'`
  expect(refused.map(({ data }) => data)).toMatchObject([tooManyTasks])
  expect(await ana.titles()).toHaveLength(3)
})

test('a new tag beyond the quota is refused in a new task and in a change, and a known tag is not', async () => {
  const ana = await signedIn()
  const { id } = await ana.create({ title: 'one', tags: ['Home', 'shop'] })
  expect(await post(ana, '/api/tasks', { title: 'two', tags: ['home', 'work'] })).toMatchObject(tooManyTags)
  expect((await ana.request('PATCH', `/api/tasks/${id}`, { tags: ['work'] })).body).toMatchObject(tooManyTags)
  expect((await ana.create({ title: 'two', tags: ['home', 'SHOP'] })).tags).toEqual(['Home', 'shop'])
})

test('a tag that comes again and again in a batch counts once, also before it is stored', async () => {
  const ana = await signedIn()
  const create = (tags: string[]) => ({ op: 'create', task: { title: 'a', tags } })
  const operations = [create(['home', 'shop']), create(['HOME', 'shop']), create(['work']), create(['home'])]
  const { results } = await post(ana, '/api/tasks/batch', { operations })
  expect(results?.map(({ status }) => status)).toEqual([201, 201, 403, 201])
  expect(results?.[2]?.problem).toMatchObject(tooManyTags)
})

test('a token beyond the quota is refused', async () => {
  const ana = await signedIn()
  const token = { name: 'a program', scopes: ['read'] }
  expect((await post(ana, '/api/me/tokens', token)).httpStatus).toBe(201)
  expect(await post(ana, '/api/me/tokens', token)).toMatchObject({
    httpStatus: 403,
    code: 'quota-reached',
    detail: 'A person may have 1 tokens here: delete some first.',
  })
})
