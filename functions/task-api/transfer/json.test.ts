import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Task } from '../../domain/task.ts'
import { byId, randomTasks } from '../testing/random-task.ts'
import { type Person, type Problem, taskApi } from '../testing/signed-in.ts'
import type { ImportReport } from './report.ts'

const { signedIn, clock, outbox } = await taskApi()
const json = { 'content-type': 'application/json' }

interface File {
  format: string
  version: number
  tags: string[]
  tasks: Task[]
  [more: string]: unknown
}
const exported = async (person: Person) => (await person.request('GET', '/api/export')).body as unknown as File
const fileOf = (tasks: object[], more: object = {}) => ({ format: 'zerodue', version: 1, tasks, ...more })
const send = (person: Person, file: object, query = '', headers: Record<string, string> = {}) =>
  person.request('POST', `/api/import?${query}`, JSON.stringify(file), { ...json, ...headers })
const imported = async (person: Person, file: object, query = '') => {
  const { status, body } = await send(person, file, query)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body as unknown as ImportReport
}

describe('a round trip', () => {
  test('of any tasks loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(randomTasks(), async tasks => {
        const ana = await signedIn()
        const report = await imported(ana, fileOf(tasks))
        expect(report).toMatchObject({ created: tasks.length, updated: 0, skipped: 0, refused: 0, rows: [] })
        expect((await exported(ana)).tasks).toEqual(tasks.toSorted(byId))
      }),
      { numRuns: 30 },
    )
  })

  test('into the same account changes nothing and writes no event', async () => {
    const ana = await signedIn()
    const task = await ana.create({
      title: 'Rent',
      tags: ['home'],
      due: { date: '2026-12-01', time: '09:00', zone: 'Asia/Karachi' },
      repeat: { rule: 'FREQ=MONTHLY' },
      reminders: [{ before: 'PT30M' }],
    })
    await ana.complete(task.id)
    await ana.remove((await ana.create({ title: 'Gone' })).id)
    const before = await exported(ana)
    const report = await imported(ana, before)
    expect(report).toMatchObject({ created: 0, updated: 0, skipped: 2 })
    expect(report.rows[0]?.remarks).toEqual(['exists already'])
    expect(await exported(ana)).toEqual(before)
    expect(await ana.outbox('zerodue.task.updated.v1')).toEqual([])
  })

  test('into another account creates separate tasks', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    const task = await ana.create({ title: 'of Ana', tags: ['Home'] })
    await imported(bob, await exported(ana))
    await bob.patch(task.id, { title: 'of Bob' })
    expect((await ana.get(task.id)).title).toBe('of Ana')
    expect((await bob.get(task.id)).title).toBe('of Bob')
  })

  test('preserves tags without tasks, and the spelling of tags', async () => {
    const [ana, bob, cem] = [await signedIn(), await signedIn(), await signedIn()]
    await ana.create({ title: 'a', tags: ['HOME'] })
    const task = await ana.create({ title: 'b', tags: ['Alone'] })
    await ana.patch(task.id, { tags: [] })
    const file = await exported(ana)
    expect(file.tags).toEqual(['Alone', 'HOME'])
    await imported(bob, file)
    expect((await exported(bob)).tags).toEqual(['Alone', 'HOME'])
    await cem.create({ title: 'mine', tags: ['home'] })
    await imported(cem, file)
    expect((await cem.list('tag=home')).items.map(({ tags }) => tags)).toEqual([['home'], ['home']])
  })
})

describe('a task that exists already', () => {
  const now = '2026-11-21T09:30:00.000Z'

  test('is updated by a newer file as its next version, and keeps fields that the file does not have', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Old', notes: 'kept', tags: ['a'] })
    const file = fileOf([{ id: task.id, title: 'New', updatedAt: '2026-11-21T10:00:00.000Z' }])
    expect(await imported(ana, file)).toMatchObject({ created: 0, updated: 1 })
    expect(await ana.get(task.id)).toEqual({ ...task, version: 2, title: 'New' })
    const [event] = await ana.outbox('zerodue.task.updated.v1')
    expect(event?.data).toMatchObject({ task: { version: 2, title: 'New' }, changed: ['version', 'title'] })
  })

  test('stays when it has newer changes here, unless the import replaces it', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Here' })
    const file = fileOf([{ id: task.id, title: 'There', updatedAt: '2026-11-20T10:00:00.000Z' }])
    const report = await imported(ana, file)
    expect(report).toMatchObject({ updated: 0, skipped: 1, rows: [{ remarks: ['has newer changes here'] }] })
    expect(await imported(ana, file, 'existing=replace')).toMatchObject({ updated: 1 })
    expect((await ana.get(task.id)).title).toBe('There')
    expect(await imported(ana, file, 'existing=replace')).toMatchObject({ updated: 0, skipped: 1 })
  })

  test.each([
    ['completed', { status: 'done', completedAt: now }],
    ['skipped', { status: 'done', skippedAt: now }],
    ['deleted', { deletedAt: now }],
  ])('and was %s elsewhere gets the same event as by hand', async (event, ending) => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Standup' })
    await imported(ana, fileOf([{ id: task.id, title: 'Standup', ...ending }]))
    expect(await ana.get(task.id)).toMatchObject(ending)
    expect(await ana.outbox(`zerodue.task.${event}.v1`)).toHaveLength(1)
    const back = fileOf([{ id: task.id, title: 'Standup', status: 'open', updatedAt: '2027-01-01T00:00:00Z' }])
    await imported(ana, back)
    expect(await ana.get(task.id)).toMatchObject({ status: 'open', completedAt: null })
    expect((await ana.get(task.id)).deletedAt).toBeUndefined()
  })
})

describe('a task without an id', () => {
  test('is the same task at the next import, and two equal ones are two tasks', async () => {
    const ana = await signedIn()
    const file = fileOf([
      { title: 'Milk', reminders: [{ at: '2027-01-01T00:00:00Z' }] },
      { title: 'Eggs' },
      { title: 'Eggs' },
    ])
    expect(await imported(ana, file)).toMatchObject({ created: 3 })
    clock.now = new Date(clock.now.getTime() + 60_000)
    expect(await imported(ana, file)).toMatchObject({ created: 0, updated: 0, skipped: 3 })
    const [milk] = (await ana.list('q=milk')).items
    await ana.complete(milk?.id ?? '')
    expect(await imported(ana, file)).toMatchObject({ created: 0, updated: 0, skipped: 3 })
    expect(await ana.titles('status=open')).toEqual(['Eggs', 'Eggs'])
  })
})

describe('a dry run', () => {
  test('reports what would happen to every task and writes nothing', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'Old' })
    const before = await exported(ana)
    const file = fileOf(
      [{ title: 'New', tags: ['x'] }, { id: task.id, title: 'Older' }, before.tasks[0] ?? {}, { notes: 'none' }],
      {
        tags: ['y'],
      },
    )
    const report = await imported(ana, file, 'dryRun=true')
    expect(report).toMatchObject({ dryRun: true, created: 1, updated: 1, skipped: 0, refused: 2 })
    expect(report.rows).toEqual([
      { index: 0, status: 'created', title: 'New', errors: [], remarks: [] },
      { index: 1, status: 'updated', title: 'Older', errors: [], remarks: [] },
      {
        index: 2,
        status: 'refused',
        title: 'Old',
        errors: [{ path: 'id', message: 'is the same as in tasks.1' }],
        remarks: [],
      },
      { index: 3, status: 'refused', errors: [{ path: 'title', message: 'is missing' }], remarks: [] },
    ])
    expect(await exported(ana)).toEqual(before)
    expect(await ana.outbox('zerodue.task.created.v1')).toHaveLength(1)
  })
})

describe('an invalid task', () => {
  const huge = '9'.repeat(100_000)
  const deep = JSON.parse('['.repeat(50) + ']'.repeat(50))
  const manyFields = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, 1]))
  test.each([
    ['NUL', { title: 'a\0b' }, 'title', 'must be text without NUL characters or unpaired surrogates'],
    [
      'half a character',
      { title: 'a', notes: '\ud800' },
      'notes',
      'must be text without NUL characters or unpaired surrogates',
    ],
    ['a huge field', { title: huge }, 'title', 'must have at most 500 characters'],
    ['depth', { title: deep }, 'title', 'must be string, not Array'],
    ['a deep unknown field', { title: 'a', extra: deep }, 'extra', 'is not a known field'],
    ['very many fields', manyFields, '', 'has more than 50 fields'],
    ['__proto__', JSON.parse('{"title":"a","__proto__":{"id":1}}'), '__proto__', 'is not a known field'],
    [
      '30 February',
      { title: 'a', due: { date: '2026-02-30', zone: 'UTC' } },
      'due.date',
      'must be a date that the calendar has',
    ],
    [
      'an unknown zone',
      { title: 'a', due: { date: '2026-02-20', zone: 'Mars/Base' } },
      'due.zone',
      expect.stringContaining('not a time zone'),
    ],
    ['a version too high to count on', { title: 'a', version: 2_147_483_647 }, 'version', 'must be at most 1000000000'],
    [
      'a repeat without a date',
      { title: 'a', repeat: { rule: 'FREQ=DAILY' } },
      'due',
      'is needed by a task that repeats',
    ],
    [
      'open and completed',
      { title: 'a', completedAt: '2026-01-01T00:00:00Z' },
      'status',
      'must be done when the task has completedAt or skippedAt',
    ],
    ['no task', 'milk', '', 'must be a task'],
    ['null', null, '', 'must be a task'],
  ])('(%s) refuses the import, and the error names its place', async (_, task, path, message) => {
    const ana = await signedIn()
    const { status, body } = await send(ana, fileOf([{ title: 'fine' }, task as object]))
    expect([status, (body as Problem).code]).toEqual([422, 'import-refused'])
    expect((body as Problem).errors[0]).toEqual({ path: path ? `tasks.1.${path}` : 'tasks.1', message })
    expect(await ana.titles()).toEqual([])
    expect(await imported(ana, fileOf([{ title: 'fine' }, task as object]), 'skipInvalid=true')).toMatchObject({
      created: 1,
      refused: 1,
      rows: [{ index: 1, status: 'refused' }],
    })
    expect(await ana.titles()).toEqual(['fine'])
  })

  test('among thousands of invalid tasks gets an answer of 20 errors, and how many more there are', async () => {
    const ana = await signedIn()
    const { body } = await send(ana, fileOf(Array.from({ length: 5000 }, () => ({ [huge.slice(0, 1000)]: 1 }))))
    const { errors, moreErrors = 0 } = body as Problem
    expect(errors).toHaveLength(20)
    // Each row has an unknown field and no title.
    expect(errors.length + moreErrors).toBe(10_000)
    expect(JSON.stringify(body).length).toBeLessThan(20_000)
    expect((body as Problem).detail).toBe('Nothing was imported: 5000 of 5000 tasks are not valid.')
  })
})

test.each(['dryRun=true', 'skipInvalid=true'])(
  'the report of a long file (%s) has at most 64 kB and counts the rows that it does not list',
  async query => {
    const ana = await signedIn()
    const rows = Array.from({ length: 3_000 }, (_, i) =>
      i % 2
        ? { title: 'و'.repeat(100), id: `0193a5e0-0000-7000-8000-${String(i).padStart(12, '0')}` }
        : { ['x'.repeat(1_000)]: 1 },
    )
    const report = await imported(ana, fileOf(rows), query)
    expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThan(64 * 1024)
    expect(report.refused).toBe(1_500)
    expect(report.rows.every(({ status }) => status === 'refused')).toBe(true)
    const wanted = query.includes('dryRun') ? 3_000 : 1_500
    expect(report.rows.length + report.unlisted).toBe(wanted)
  },
)

test('the conversations in a file of the client are left out', async () => {
  const ana = await signedIn()
  const conversations = [{ id: randomUUID(), turns: [{ said: 'What is due?', answer: null }] }]
  const report = await imported(ana, fileOf([{ title: 'Rent' }], { conversations }))
  expect(report).toMatchObject({ created: 1, refused: 0 })
  expect((await exported(ana)).tasks.map(({ title }) => title)).toEqual(['Rent'])
})

describe('an invalid file', () => {
  test.each([
    ['{', 400, 'invalid-json'],
    ['[]', 400, 'invalid-request'],
    ['{"format":"other","version":1,"tasks":[]}', 400, 'invalid-request'],
    ['{"format":"zerodue","version":2,"tasks":[]}', 400, 'invalid-request'],
    ['{"format":"zerodue","version":1,"tasks":[],"more":1}', 400, 'invalid-request'],
    ['['.repeat(5_000_000), 400, 'invalid-request'],
    [`{"a\\"[":"${'\\\\'.repeat(2_000_000)}${'{'.repeat(100)}`, 400, 'invalid-json'],
    ['{"a":'.repeat(100_000), 400, 'invalid-request'],
    [JSON.stringify(fileOf(Array(50_001).fill(0))), 413, 'too-large'],
    [' '.repeat(10 * 1024 * 1024 + 1), 413, 'too-large'],
  ])('%.60s is refused as a whole', async (text, status, code) => {
    const ana = await signedIn()
    const reply = await ana.request('POST', '/api/import', text, json)
    expect([reply.status, (reply.body as Problem).code]).toEqual([status, code])
  })

  test.each(['text/plain', 'application/xml', ''])('of the type «%s» is refused', async type => {
    const ana = await signedIn()
    const reply = await ana.request('POST', '/api/import', '{}', { 'content-type': type })
    expect([reply.status, (reply.body as Problem).code]).toEqual([415, 'unsupported-content-type'])
  })
})

describe('the same idempotency key', () => {
  test('imports once and replays the answer, and a dry run does not use the key', async () => {
    const ana = await signedIn()
    const key = { 'idempotency-key': randomUUID() }
    const file = fileOf([{ title: 'Once' }])
    await send(ana, file, 'dryRun=true', key)
    const first = await send(ana, file, '', key)
    const second = await send(ana, file, '', key)
    expect(first.body).toMatchObject({ created: 1 })
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect((await send(ana, file, 'existing=replace', key)).status).toBe(422)
    expect(await ana.titles()).toEqual(['Once'])
  })
})

test('two simultaneous imports create every task once', async () => {
  const ana = await signedIn()
  const file = fileOf(Array.from({ length: 300 }, (_, i) => ({ id: randomUUID(), title: `Task ${i}` })))
  const replies = await Promise.all([send(ana, file), send(ana, file), send(ana, file)])
  expect(replies.every(({ status }) => status === 200 || status === 429)).toBe(true)
  expect((await exported(ana)).tasks).toHaveLength(300)
  expect(await ana.outbox('zerodue.task.created.v1')).toHaveLength(300)
})

test('an import of many tasks publishes the events of every one', async () => {
  const ana = await signedIn()
  const tasks = Array.from({ length: 1700 }, (_, i) => ({ id: randomUUID(), title: `Task ${i}`, tags: [`t${i % 7}`] }))
  expect(await imported(ana, fileOf(tasks))).toMatchObject({ created: 1700, rows: [] })
  const file = await exported(ana)
  expect(file.tasks.map(({ id }) => id)).toEqual(tasks.map(({ id }) => id).sort())
  await outbox.sweep()
  const events = await ana.outbox('zerodue.task.created.v1')
  expect(events).toHaveLength(1700)
  expect(events.every(event => event.published_at)).toBe(true)
})

test('an export is a download with a file name', async () => {
  const ana = await signedIn()
  const { headers } = await ana.request('GET', '/api/export')
  expect(headers.get('content-disposition')).toBe('attachment; filename="zerodue-2026-11-21.json"')
  expect(headers.get('cache-control')).toBe('no-store')
  expect((await ana.request('GET', '/api/export?format=xml')).status).toBe(400)
})
