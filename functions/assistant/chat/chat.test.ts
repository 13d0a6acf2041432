import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from './answer.ts'
import { chatSystem } from './testing/chat.ts'

let system: Awaited<ReturnType<typeof chatSystem>>
beforeAll(async () => {
  system = await chatSystem()
  // Wednesday, 10:00 in Karachi.
  system.clock.now = new Date('2026-11-18T05:00:00.000Z')
})

async function talker(locale: 'en' | 'ur' = 'en') {
  const person = await system.person()
  await person.request('PATCH', '/api/me', { zone: 'Asia/Karachi', locale })
  return person
}

const toolsOf = ({ calls }: Answer) => calls.map(({ tool, outcome }) => `${tool} ${outcome}`)

/** The events of a streamed answer. */
function eventsIn(stream: string): { event: string; data: Record<string, unknown> }[] {
  return stream
    .split('\n\n')
    .filter(block => block.startsWith('event: '))
    .map(block => {
      const [, event = '', data = '{}'] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
      return { event, data: JSON.parse(data) }
    })
}

describe('a conversation', () => {
  test('in English adds, moves what was added, and takes the move back', async () => {
    const ana = await talker()
    expect(await ana.talk('add call the plumber tomorrow at 5 #home')).toMatchObject({ language: 'en', canUndo: true })
    const moved = await ana.talk('move it to Friday')
    expect(moved.text).toContain('Fri 20 Nov')
    expect(toolsOf(await ana.talk('undo'))).toEqual(['update_task done'])
    expect(await ana.tasks()).toMatchObject([
      { title: 'call the plumber', tags: ['home'], due: { date: '2026-11-19', time: '17:00', zone: 'Asia/Karachi' } },
    ])
  })

  test('in Urdu is answered in Urdu', async () => {
    const ana = await talker('ur')
    const added = await ana.talk('کل شام 5 بجے علی کو فون کرنا')
    expect(added).toMatchObject({ language: 'ur', calls: [{ tool: 'add_task', outcome: 'done' }] })
    expect(added.text).toMatch(/^شامل ہو گیا/)
    await ana.talk('اسے جمعہ پر لے جاؤ')
    await ana.talk('یہ ہو گیا')
    expect(await ana.tasks()).toMatchObject([{ title: 'علی کو فون کرنا', status: 'done', due: { date: '2026-11-20' } }])
    await ana.talk('واپس کرو')
    expect(await ana.tasks()).toMatchObject([{ status: 'open' }])
  })

  test('in Urdu with Latin letters is answered in the same letters', async () => {
    const ana = await talker('ur')
    const added = await ana.talk('kal subah 9 baje doctor ke paas jana hai')
    expect(added).toMatchObject({ language: 'ur-Latn' })
    expect(added.text).toMatch(/^Add ho gaya/)
    await ana.talk('isko parson kar do')
    expect(await ana.tasks()).toMatchObject([{ due: { date: '2026-11-20', time: '09:00' } }])
  })

  test('asks which of two tasks is meant, and acts on the answer', async () => {
    const ana = await talker()
    const gas = await ana.create({ title: 'Pay gas bill' })
    await ana.create({ title: 'Pay water bill' })
    const asked = await ana.talk('the bill is paid')
    expect(asked.calls).toEqual([])
    expect(asked.asked?.choices.map(({ task }) => task?.title).toSorted()).toEqual(['Pay gas bill', 'Pay water bill'])
    const say = asked.asked?.choices.find(({ task }) => task?.id === gas.id)?.say ?? ''
    expect(toolsOf(await ana.talk(say))).toEqual(['complete_task done'])
    expect(await ana.get(gas.id)).toMatchObject({ status: 'done' })
  })

  test('with several wishes carries each out, and a later one may point at an earlier one', async () => {
    const ana = await talker()
    await ana.create({ title: 'Buy milk' })
    const answer = await ana.talk('the milk is done, add call Ali on Monday and make it urgent')
    expect(toolsOf(answer)).toEqual(['complete_task done', 'add_task done', 'update_task done'])
    expect((await ana.tasks()).find(({ title }) => title === 'call Ali')).toMatchObject({ priority: 'P1' })
  })
})

test('a task and what is said about it are both carried out', async () => {
  const ana = await talker()
  const rent = await ana.talk('pay the rent on the 1st of every month, urgent')
  expect(rent.calls).toMatchObject([{ tool: 'add_task', arguments: { title: 'pay the rent', priority: 'P1' } }])
  const answer = await ana.talk('pick up the suit on Friday, and make it urgent')
  expect(toolsOf(answer)).toEqual(['add_task done', 'update_task done'])
  const bill = await ana.talk('بجلی کا بل پیر کو جمع کرانا')
  expect(toolsOf(bill)).toEqual(['add_task done'])
  expect(toolsOf(await ana.talk('بل والا جمعرات پر لے جاؤ اور اسے فوری کر دو'))).toEqual([
    'update_task done',
    'update_task done',
  ])
})

test('a remark that only names the task of the next wish is no task', async () => {
  const ana = await talker()
  const report = await ana.create({ title: 'Sales report', due: { date: '2026-11-20', zone: 'Asia/Karachi' } })
  const answer = await ana.talk("I won't get to the sales report today, put it on Monday")
  expect(toolsOf(answer)).toEqual(['update_task done'])
  expect(await ana.get(report.id)).toMatchObject({ due: { date: '2026-11-23' } })
})

describe('what deletes, or changes several tasks,', () => {
  test('is shown with the exact change, and done after a yes', async () => {
    const ana = await talker()
    for (const title of ['Pay rent', 'Call Ali'])
      await ana.create({ title, due: { date: '2026-11-16', zone: 'Asia/Karachi' } })
    const shown = await ana.talk('move everything overdue to tomorrow')
    expect(shown.proposed).toMatchObject({
      calls: [{ tool: 'update_task' }],
      changes: [expect.stringMatching(/Mon 16 Nov → tomorrow/)],
    })
    expect(await ana.tasks()).toMatchObject([{ version: 1 }, { version: 1 }])
    expect(toolsOf(await ana.talk('yes'))).toEqual(['update_task done'])
    expect((await ana.tasks()).map(({ due }) => due?.date)).toEqual(['2026-11-19', '2026-11-19'])
  })

  test('is not done after a no, and not by a later yes', async () => {
    const ana = await talker()
    await ana.create({ title: 'Buy milk' })
    expect((await ana.talk('delete the milk')).proposed).toMatchObject({ tasks: [{ title: 'Buy milk' }] })
    expect((await ana.talk('no')).calls).toEqual([])
    expect((await ana.talk('yes')).calls).toEqual([])
    expect(await ana.tasks()).toHaveLength(1)
  })

  test('is done for the part that the person names', async () => {
    const ana = await talker()
    const milk = await ana.create({ title: 'Buy milk' })
    await ana.create({ title: 'Buy bread' })
    await ana.talk('delete the milk and the bread')
    await ana.talk('only the milk')
    expect(await ana.get(milk.id)).toMatchObject({ deletedAt: expect.any(String) })
    expect((await ana.tasks()).filter(({ deletedAt }) => !deletedAt)).toMatchObject([{ title: 'Buy bread' }])
  })
})

test('the daily plan names the first task, and a reason for each', async () => {
  const ana = await talker()
  await ana.create({ title: 'Taxes', due: { date: '2026-11-15', zone: 'Asia/Karachi' } })
  await ana.create({ title: 'Rent', priority: 'P1', due: { date: '2026-11-18', zone: 'Asia/Karachi' } })
  const plan = await ana.talk('what should I do today?')
  expect(plan.text).toMatch(/Start with .Rent. \(due today, priority urgent\)/u)
  expect(plan.calls.flatMap(({ tasks = [] }) => tasks)).toMatchObject([
    { title: 'Taxes', reason: 'overdue for 3 days' },
    { title: 'Rent', reason: 'due today, priority urgent' },
  ])
})

test('a dry run says which calls it would make, and makes none', async () => {
  const ana = await talker()
  const milk = await ana.create({ title: 'Buy milk' })
  for (const [text, tool, args] of [
    ['add call Ali tomorrow', 'add_task', { title: 'call Ali', due: { date: '2026-11-19' } }],
    ['the milk is done', 'complete_task', { taskIds: [milk.id] }],
    ['delete the milk', 'delete_task', { taskIds: [milk.id] }],
    ['what is due today?', 'list_tasks', { due: 'today' }],
  ] as const) {
    const { body } = await ana.send({ text }, '?dryRun=true')
    expect(body).toMatchObject({ calls: [{ tool, arguments: args, outcome: 'planned' }], canUndo: false })
    expect(body).not.toHaveProperty('proposed')
  }
  expect(await ana.tasks()).toMatchObject([{ title: 'Buy milk', version: 1 }])
})

test('a stream tells first what was understood, then what was done, and ends with the whole answer', async () => {
  const ana = await talker()
  const { headers, body } = await system.assistant.request<string>('POST', '/api/chat', {
    body: { text: 'add buy milk tomorrow' },
    headers: ana.headers({ accept: 'text/event-stream' }),
  })
  expect(headers.get('content-type')).toBe('text/event-stream')
  const events = eventsIn(String(body))
  expect(events.map(({ event }) => event)).toEqual(['understood', 'acted', 'text', 'done'])
  expect(events[0]?.data).toMatchObject({ by: 'rules', intentions: [{ skill: 'task', intent: 'add' }] })
  expect(events[1]?.data).toMatchObject({ tool: 'add_task', outcome: 'done', tasks: [{ title: 'buy milk' }] })
  expect(events[3]?.data).toMatchObject({ text: events[2]?.data.text, canUndo: true })
})

test('an act stands in the audit trail with the door of the chat', async () => {
  const ana = await talker()
  await ana.talk('add buy milk')
  const acts = system.assistant.published.filter(({ type }) => type === 'zerodue.assistant.acted.v1')
  expect(acts.at(-1)).toMatchObject({ data: { door: 'chat', tool: 'add_task' } })
})
