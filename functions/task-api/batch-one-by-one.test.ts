import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Task } from '../domain/task.ts'
import { unbatched } from '../kit/testing/unbatched.ts'
import { insertTasks } from './queries.ts'
import { type Person, type Problem, taskApi } from './testing/signed-in.ts'

const { signedIn, owner } = await taskApi()

/** An operation names one of a few tasks by its number, so that several operations meet on the same task. */
type Drawn = { op: string; nth: number; task?: object; patch?: object; version?: number | undefined }
type Operation = { op: string; id: string; task?: object; patch?: object; version?: number }
type Result = { status: number; task?: Task; problem?: Problem }

const tags = fc.uniqueArray(fc.constantFrom('home', 'Home', 'work', 'WORK', 'گھر'), { maxLength: 2 })
const due = fc.constantFrom(
  null,
  { date: '2026-12-01', zone: 'UTC' },
  { date: '2026-12-01', time: '09:00', zone: 'Asia/Karachi' },
)
const repeat = fc.constantFrom(null, { rule: 'FREQ=WEEKLY' }, { rule: 'FREQ=MONTHLY;UNTIL=20200101' })
const version = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 2 })
const nth = fc.integer({ min: 0, max: 4 })

const create = fc.record({
  op: fc.constant('create'),
  nth,
  task: fc.record(
    { title: fc.constantFrom('Water the plants', 'Rent', ''), tags, due, repeat, colour: fc.constant('red') },
    { requiredKeys: ['title', 'tags', 'due'] },
  ),
})
const update = fc.record({
  op: fc.constant('update'),
  nth,
  version,
  patch: fc.record({ title: fc.constantFrom('Rent', 'Pay the rent'), tags, due, repeat }, { requiredKeys: [] }),
})
const other = fc.record({
  op: fc.constantFrom('complete', 'reopen', 'skip', 'delete', 'restore'),
  nth,
  version,
})
const batches = fc.array(
  fc.array(fc.oneof({ weight: 2, arbitrary: create }, update, { weight: 2, arbitrary: other }), {
    minLength: 1,
    maxLength: 12,
  }),
  { minLength: 1, maxLength: 3 },
)

const operationOf = ({ nth, version, op, task, patch }: Drawn, ids: string[]): Operation => {
  const id = ids[nth] as string
  if (task) return { op, task: { ...task, id } } as never
  return { op, id, ...(patch && { patch }), ...(version !== undefined && { version }) }
}

const inBatch = async (person: Person, operations: Operation[], atomic: boolean) =>
  person.request('POST', '/api/tasks/batch', { atomic, operations }) as Promise<{
    status: number
    body: { results: Result[] }
  }>

/** The same operations as requests of their own. */
async function oneByOne(person: Person, operations: Operation[]): Promise<Result[]> {
  const results: Result[] = []
  for (const operation of operations) results.push(await singleRequest(person, operation))
  return results
}

async function singleRequest(person: Person, { op, id, task, patch, version }: Operation): Promise<Result> {
  const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` }
  const path = `/api/tasks/${id}`
  const asked = () => {
    if (op === 'create') return person.request('POST', '/api/tasks', task)
    if (op === 'update') return person.request('PATCH', path, patch, headers)
    if (op === 'delete') return person.request('DELETE', path, undefined, headers)
    return person.request('POST', `${path}/${op}`, undefined, headers)
  }
  const { status, body } = await asked()
  return status < 300 ? { status, task: body as Task } : { status, problem: body as Problem }
}

/** What a person sees of a result. */
const seen = ({ status, task, problem }: Result) => ({
  status,
  task: task && withoutReminders(task),
  code: problem?.code,
  current: problem?.task && withoutReminders(problem.task),
})

/** Each reminder gets a new id. */
const withoutReminders = ({ reminders, ...task }: Task) => ({ ...task, reminders: reminders.length })

async function everything(person: Person) {
  const { items } = await person.list('limit=100')
  const rows = await owner<{ id: string; type: string; subject: string; data: { task: Task; changed: string[] } }[]>`
    select id, type, subject, data from tasks.outbox where user_id = ${person.userId}`
  const events = unbatched(rows)
    .filter(({ data }) => 'task' in data)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const words = await owner`select word from tasks.word where user_id = ${person.userId} order by word`
  const { body: tagList } = await person.request('GET', '/api/tags')
  return {
    tasks: items.map(withoutReminders).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    events: Map.groupBy(
      events.map(({ type, subject, data: { task, changed } }) => ({
        type,
        subject,
        changed,
        task: withoutReminders(task),
      })),
      ({ subject }) => subject,
    ),
    words: words.map(({ word }) => word),
    tagList,
  }
}

test('a batch has the results, tasks, tags and events of its operations one by one', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async drawn => {
      const [ana, ben] = [await signedIn(), await signedIn()]
      for (const person of [ana, ben]) await person.request('PATCH', '/api/me', { defaultReminder: 'PT30M' })
      const ids = Array.from({ length: 5 }, () => randomUUID())
      for (const part of drawn) {
        const operations = part.map(one => operationOf(one, ids))
        const { body } = await inBatch(ana, operations, false)
        expect(body.results.map(seen)).toEqual((await oneByOne(ben, operations)).map(seen))
        expect(await everything(ana)).toEqual(await everything(ben))
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('an atomic batch changes everything as its operations one by one, or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async drawn => {
      const [ana, ben] = [await signedIn(), await signedIn()]
      const ids = Array.from({ length: 5 }, () => randomUUID())
      for (const part of drawn) {
        const operations = part.map(one => operationOf(one, ids))
        const before = await everything(ana)
        const { status, body } = await inBatch(ana, operations, true)
        const refused = body.results.some(({ problem }) => problem)
        expect(status).toBe(refused ? 422 : 200)
        if (refused) expect(await everything(ana)).toEqual(before)
        else {
          expect(body.results.map(seen)).toEqual((await oneByOne(ben, operations)).map(seen))
          expect(await everything(ana)).toEqual(await everything(ben))
        }
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('of 100 creates, wrong ones and ids in use refuse only themselves', async () => {
  const [ana, ben] = [await signedIn(), await signedIn()]
  const used = randomUUID()
  const twice = randomUUID()
  for (const person of [ana, ben]) await person.create({ id: used, title: 'Here before' })
  const ids: Record<number, string> = { 7: used, 20: twice, 60: twice }
  const operations = Array.from({ length: 100 }, (_, i) => ({
    op: 'create',
    task: { id: ids[i] ?? randomUUID(), title: i % 10 === 3 ? '' : `Task ${i}`, tags: [i % 2 ? 'home' : 'HOME'] },
  })) as never[]
  const { body } = await inBatch(ana, operations, false)
  expect(body.results.map(seen)).toEqual((await oneByOne(ben, operations)).map(seen))
  expect(Map.groupBy(body.results, ({ status }) => status).get(409)).toHaveLength(2)
  expect(Map.groupBy(body.results, ({ status }) => status).get(400)).toHaveLength(10)
  expect(await everything(ana)).toEqual(await everything(ben))
})

test('two batches that create the same tasks at the same time create each once, and each batch is answered', async () => {
  const ana = await signedIn()
  const operations = Array.from({ length: 50 }, (_, i) => ({ op: 'create', task: { id: randomUUID(), title: `${i}` } }))
  const both = await Promise.all([
    inBatch(ana, operations as never[], false),
    inBatch(ana, operations.toReversed() as never[], false),
  ])
  const [first = [], second = []] = both.map(({ body }) => body.results.map(({ status }) => status))
  expect(first.map((status, i) => [status, second[49 - i]].toSorted())).toEqual(Array(50).fill([201, 409]))
  expect((await ana.list('limit=100')).items).toHaveLength(50)
})

test('an id that another request takes after the batch has looked refuses only its own operation', async () => {
  const [ana, ben] = [await signedIn(), await signedIn()]
  const task = await ben.create({ title: 'Of another request' })
  const operations = [task.id, randomUUID()].map(id => ({ op: 'create', task: { id, title: 'Of the batch' } }))
  const [answer] = await owner.begin(async tx => {
    await insertTasks(tx, ana, [task], [])
    const waiting = inBatch(ana, operations as never[], false)
    await expect.poll(() => waitingForLocks()).toBe(1)
    return [waiting]
  })
  expect((await answer).body.results.map(({ status }) => status)).toEqual([409, 201])
  expect((await ana.titles()).toSorted()).toEqual(['Of another request', 'Of the batch'])
})

async function waitingForLocks(): Promise<number> {
  const [row] = await owner<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return row?.count ?? 0
}
