import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Task } from '../domain/task.ts'
import { type Problem, taskApi } from './testing/signed-in.ts'

const { signedIn, published } = await taskApi()
type Results = { results: { status: number; task?: Task; problem?: Problem }[] }

test('a batch carries out its operations in order and returns a result for each', async () => {
  const ana = await signedIn()
  const id = randomUUID()
  const { body } = await ana.request('POST', '/api/tasks/batch', {
    operations: [
      { op: 'create', task: { id, title: 'one' } },
      { op: 'update', id, patch: { priority: 'P1' }, version: 1 },
      { op: 'complete', id },
      { op: 'reopen', id },
      { op: 'delete', id },
      { op: 'restore', id },
    ],
  })
  const { results } = body as Results
  expect(results.map(({ status, task }) => [status, task?.version])).toEqual(
    [1, 2, 3, 4, 5, 6].map(n => [n === 1 ? 201 : 200, n]),
  )
  expect(
    published.filter(({ subject, topic }) => subject === id && topic === 'task-events').map(({ type }) => type),
  ).toEqual(
    ['created', 'updated', 'completed', 'reopened', 'deleted', 'restored'].map(name => `zerodue.task.${name}.v1`),
  )
})

const withOneBadRow = (id: string) => [
  { op: 'create', task: { title: 'good' } },
  { op: 'create', task: { title: '', colour: 'red' } },
  { op: 'update', id, patch: { title: 'also good' } },
  { op: 'complete', id: randomUUID() },
]

test('one refused operation does not undo the others in a batch that is not atomic', async () => {
  const ana = await signedIn()
  const { id } = await ana.create({ title: 'before' })
  const { status, body } = await ana.request('POST', '/api/tasks/batch', { operations: withOneBadRow(id) })
  expect(status).toBe(200)
  const { results } = body as Results
  expect(results.map(result => result.status)).toEqual([201, 400, 200, 404])
  expect(results[1]?.problem?.errors.map(({ path }) => path).sort()).toEqual([
    'task.colour',
    'task.title',
    'task.title',
  ])
  expect((await ana.titles()).sort()).toEqual(['also good', 'good'])
})

test.each([true, false])('a batch of 100 wrong operations lists at most 20 faults (atomic: %s)', async atomic => {
  const ana = await signedIn()
  const wrong = { op: 'create', task: { title: '', tags: Array(20).fill('#'.repeat(60)), ['x'.repeat(500)]: 1 } }
  const { body } = await ana.request('POST', '/api/tasks/batch', { atomic, operations: Array(100).fill(wrong) })
  const { results, ...problem } = body as Results & Partial<Problem>
  const problems = results.flatMap(result => result.problem ?? [])
  expect(problems.flatMap(({ errors }) => errors)).toHaveLength(20)
  expect(problems).toHaveLength(100)
  expect(problems.every(({ errors, moreErrors = 0 }) => errors.length + moreErrors > 20)).toBe(true)
  if (atomic) expect(problem.errors).toHaveLength(20)
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(64 * 1024)
})

test('one refused operation undoes an atomic batch with its events, and the error names it', async () => {
  const ana = await signedIn()
  const { id } = await ana.create({ title: 'before' })
  const { status, body } = await ana.request('POST', '/api/tasks/batch', {
    atomic: true,
    operations: withOneBadRow(id),
  })
  expect(status).toBe(422)
  expect((body as Problem).code).toBe('batch-refused')
  expect((body as Problem).errors.map(({ path }) => path)).toContain('operations.1.task.colour')
  expect((body as Problem).errors.map(({ path }) => path)).toContain('operations.3')
  expect((body as unknown as Results).results.map(result => result.status)).toEqual([424, 400, 424, 404])
  expect(await ana.titles()).toEqual(['before'])
  expect(await ana.outbox('zerodue.task.updated.v1')).toEqual([])
})

test('an id in use refuses only its own operation', async () => {
  const ana = await signedIn()
  const { id } = await ana.create({ title: 'mine' })
  const operations = [
    { op: 'create', task: { id, title: 'again' } },
    { op: 'create', task: { title: 'other' } },
  ]
  const { body } = await ana.request('POST', '/api/tasks/batch', { operations })
  expect((body as Results).results.map(({ status }) => status)).toEqual([409, 201])
})

test('two requests with the same key carry out a batch once', async () => {
  const ana = await signedIn()
  const headers = { 'idempotency-key': randomUUID() }
  const batch = { operations: [{ op: 'create', task: { title: 'once' } }] }
  const [first, second] = [
    await ana.request('POST', '/api/tasks/batch', batch, headers),
    await ana.request('POST', '/api/tasks/batch', batch, headers),
  ]
  expect(second.body).toEqual(first.body)
  expect(await ana.titles()).toEqual(['once'])
})

test.each([
  [{ operations: [] }, 'operations'],
  [{ operations: Array(101).fill({ op: 'complete', id: randomUUID() }) }, 'operations'],
  [{ operations: ['complete'] }, 'operations.0'],
  [{}, 'operations'],
  [{ operations: [{}], atomic: 'yes' }, 'atomic'],
])('a malformed batch is refused: %#', async (batch, path) => {
  const ana = await signedIn()
  const { status, body } = await ana.request('POST', '/api/tasks/batch', batch)
  expect(status).toBe(400)
  expect((body as Problem).errors[0]?.path).toBe(path)
})
