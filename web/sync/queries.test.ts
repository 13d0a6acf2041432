import { expect, test } from 'vitest'
import { ruleText } from '../../functions/domain/recurrence/rule-text.ts'
import type { Client } from '../model/client.ts'
import { someTask } from '../model/testing/some-task.ts'
import { synchronized } from './testing/device.ts'
import { signedIn, withAnswers } from './testing/signed-in.ts'

const searchFor = (text: string) => `GET /api/tasks?limit=50&q=${text}`

interface Shown {
  titles: string[]
  complete: boolean
}

/** Every result that a search has shown, until the complete one. */
function search(client: Client, text: string, signal = new AbortController().signal) {
  const shown: Shown[] = []
  const complete = new Promise<Shown[]>(resolve => {
    const onResults: Parameters<Client['search']>[1] = (found, complete) => {
      shown.push({ titles: found.map(task => task.title), complete })
      if (complete) resolve(shown)
    }
    client.search(text, onResults, signal)
  })
  return { shown, complete }
}

async function withTasks(answers: Parameters<typeof signedIn>[0], ...titles: string[]) {
  const world = await signedIn(answers)
  const { ids } = world.client.create(titles.map(title => ({ title })))
  await synchronized(world.tab, () => world.server.head)
  return { ...world, ids }
}

test('results of the device show at once and keep their place; those of the server follow, each task once', async () => {
  const { client, answers, ids } = await withTasks({}, 'Buy milk', 'Buy bread')
  const items = [{ title: 'The milkman' }, { id: ids[0] ?? '', title: 'Buy milk' }].map(someTask)
  answers[searchFor('milk')] = [200, { items }]

  const { shown, complete } = search(client, 'milk')
  expect(shown).toEqual([{ titles: ['Buy milk'], complete: false }])

  await complete
  expect(shown.slice(1)).toEqual([{ titles: ['Buy milk', 'The milkman'], complete: true }])
})

test('a task that only the server finds shows as this device has it, with its unsent changes', async () => {
  const { client, answers, ids } = await withTasks({}, 'Buy bread')
  answers[searchFor('milk')] = [200, { items: [someTask({ id: ids[0] ?? '', title: 'Buy milk' })] }]

  expect((await search(client, 'milk').complete).at(-1)?.titles).toEqual(['Buy bread'])
})

test('an ended search asks the server no more, and shows nothing more', async () => {
  const answer = async () => Response.json({ items: [someTask({ title: 'late' })] })
  const { client, sent } = await withTasks({ [searchFor('mil')]: answer, [searchFor('milk')]: answer }, 'Buy milk')
  const typing = new AbortController()
  const first = search(client, 'mil', typing.signal)
  typing.abort()

  await search(client, 'milk').complete

  expect(first.shown).toHaveLength(1)
  expect(sent.map(({ request }) => request)).toEqual([searchFor('milk')])
})

test('a search that ends while the server works on it shows nothing more', async () => {
  const typing = new AbortController()
  const { client } = await withTasks({
    [searchFor('mil')]: async () => {
      typing.abort()
      return Response.json({ items: [someTask({ title: 'late' })] })
    },
    [searchFor('milk')]: [200, { items: [] }],
  })
  const first = search(client, 'mil', typing.signal)

  await search(client, 'milk').complete

  expect(typing.signal.aborted).toBe(true)
  expect(first.shown).toEqual([{ titles: [], complete: false }])
})

test('the results of the device are complete when the server refuses or does not answer', async () => {
  const { client, answers } = await withTasks({}, 'Buy milk')
  const alone = [
    { titles: ['Buy milk'], complete: false },
    { titles: ['Buy milk'], complete: true },
  ]

  answers[searchFor('milk')] = [400, { code: 'invalid-request', detail: '' }]
  expect(await search(client, 'milk').complete).toEqual(alone)
  answers[searchFor('milk')] = [503, {}]
  expect(await search(client, 'milk').complete).toEqual(alone)
})

test('without an account the results of the device are complete at once', async () => {
  const { client } = await withAnswers().open()
  client.create([{ title: 'Buy milk' }])

  expect(search(client, 'milk').shown).toEqual([{ titles: ['Buy milk'], complete: true }])
})

test('the history of a task comes page by page', async () => {
  const [first, second] = [
    { items: [], next: 'a b&c' },
    { items: [], next: null },
  ]
  const { client } = await signedIn({
    'GET /api/audit?taskId=t1': [200, first],
    'GET /api/audit?taskId=t1&cursor=a%20b%26c': [200, second],
  })

  expect(await client.history('t1')).toEqual(first)
  expect(await client.history('t1', 'a b&c')).toEqual(second)
})

test('without a network a rule shows its next dates, and a broken rule its faults', async () => {
  const { client, device } = await signedIn()
  device.offline()
  const start = { date: '2026-11-21', zone: 'UTC' }

  expect(await client.preview(ruleText('FREQ=WEEKLY;BYDAY=SA'), start, 2)).toMatchObject({
    items: [{ date: '2026-11-21' }, { date: '2026-11-28' }],
  })
  const neverDue = ruleText('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')
  expect(await client.preview(neverDue, start)).toMatchObject({ refused: 'invalid-request' })
})

test('without a network a line becomes a task, in the zone of the person', async () => {
  const { client, device } = await signedIn()
  await client.prefer({ language: 'en' })
  device.offline()

  const { task, spans } = await client.parse('Buy milk 2026-12-01 #shop')

  expect(task).toEqual({ title: 'Buy milk', due: { date: '2026-12-01', zone: 'UTC' }, tags: ['shop'] })
  expect(spans.map(({ kind }) => kind)).toEqual(['date', 'tag'])
})

test('the next date is that after the one which is open, and a task without a rule has none', async () => {
  const { client } = await withAnswers().open()
  const due = { date: '2026-11-21', zone: 'UTC' }
  const repeat = { rule: ruleText('FREQ=WEEKLY;BYDAY=SA'), from: 'due' } as const
  const { ids } = client.create([{ title: 'Water the plants', due, repeat }, { title: 'Buy milk' }])
  const [plants = '', milk = ''] = ids

  expect(await client.nextDue(plants)).toEqual({ date: '2026-11-28', zone: 'UTC' })
  client.complete(plants)
  expect(await client.nextDue(plants)).toEqual({ date: '2026-11-28', zone: 'UTC' })
  expect(await client.nextDue(milk)).toBeNull()
  expect(await client.nextDue('no such task')).toBeNull()
})
