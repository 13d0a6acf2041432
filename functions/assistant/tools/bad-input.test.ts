import { expect, test } from 'vitest'
import { assistant } from '../testing/assistant.ts'
import { allTools } from './all-tools.ts'

const system = await assistant()
const nobody = '01a22344-b25f-74f1-b414-b2516d66d687'

test('an unknown tool is refused', async () => {
  const ana = await system.person()
  for (const name of ['delete_everything', '', '__proto__', 'x'.repeat(100_000)])
    expect(await ana.refused(name, {})).toMatchObject({ code: 'unknown-tool' })
})

test.each(allTools.map(({ name }) => name))('%s refuses unknown fields by name and reaches nothing', async name => {
  const ana = await system.person()
  const args = JSON.parse('{"colour":"red","user_id":"bob","__proto__":{}}')
  const { code, errors } = await ana.refused(name, args)
  expect(code).toBe('invalid-arguments')
  for (const path of ['colour', 'user_id', '__proto__'])
    expect(errors).toContainEqual({ path, message: 'is not a known field' })
  for (const wrong of [[], 'text', 7, true])
    expect(await ana.refused(name, wrong)).toMatchObject({ code: 'invalid-arguments' })
  expect(ana.sent).toEqual([])
})

const long = 'a'.repeat(100_000)
const lone = `half \ud83d of a pair`

test.each<[string, string, object, string]>([
  ['100,000 characters in a title', 'add_task', { title: long }, 'title'],
  ['100,000 characters in notes', 'add_task', { title: 'a', notes: long }, 'notes'],
  ['100,000 characters to find', 'find_task', { text: long }, 'text'],
  ['100,000 characters as a cursor', 'list_tasks', { cursor: long }, 'cursor'],
  ['100,000 characters as a token', 'delete_task', { taskIds: [nobody], confirmToken: long }, 'confirmToken'],
  ['100,000 characters as a key', 'add_task', { title: 'a', idempotencyKey: long }, 'idempotencyKey'],
  ['100,000 ids', 'delete_task', { taskIds: Array(100_000).fill(nobody) }, 'taskIds'],
  ['100,000 wrong ids', 'delete_task', { taskIds: Array(100_000).fill(7) }, 'taskIds'],
  ['no ids', 'delete_task', { taskIds: [] }, 'taskIds'],
  ['a lone surrogate in a title', 'add_task', { title: lone }, 'title'],
  ['a lone surrogate to find', 'find_task', { text: lone }, 'text'],
  ['a lone surrogate as a key', 'add_task', { title: 'a', idempotencyKey: lone }, 'idempotencyKey'],
  ['NUL in a title', 'add_task', { title: 'a\0b' }, 'title'],
  ['NUL in a tag', 'update_task', { taskIds: [nobody], addTags: ['a\0b'] }, 'addTags.0'],
  ['a title that is a number', 'add_task', { title: 7 }, 'title'],
  ['a missing title', 'add_task', {}, 'title'],
  ['one id instead of a list', 'complete_task', { taskIds: nobody }, 'taskIds'],
  ['a wrong id', 'complete_task', { taskIds: ['milk'] }, 'taskIds.0'],
  ['a path as an id', 'skip_occurrence', { taskId: '../me' }, 'taskId'],
  ['a field of a part', 'add_task', { title: 'a', due: { date: '2026-12-01', hour: 9 } }, 'due.hour'],
  ['30 February', 'add_task', { title: 'a', due: { date: '2026-02-30' } }, 'due.date'],
  ['a limit of 1,000', 'list_tasks', { limit: 1000 }, 'limit'],
  [
    'a rule that never comes',
    'add_task',
    { title: 'a', repeat: { rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' } },
    'repeat.rule',
  ],
])('%s is refused, and the field is named', async (_, tool, args, path) => {
  const ana = await system.person()
  const result = await ana.refused(tool, args)
  expect(result.code).toBe('invalid-arguments')
  expect(new Set(result.errors?.map(fault => fault.path))).toEqual(new Set([path]))
  expect(JSON.stringify(result).length).toBeLessThan(1_000)
  expect(ana.sent).toEqual([])
})

test('a refusal lists at most 20 faults, each of them short', async () => {
  const ana = await system.person()
  const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i} ${long}`, 1]))
  for (const args of [{ taskIds: Array(50).fill('milk') }, { taskIds: [nobody], ...fields }]) {
    const result = await ana.refused('delete_task', args)
    expect(result.errors).toHaveLength(20)
    expect(JSON.stringify(result).length).toBeLessThan(3_000)
  }
})

test('calls that name nothing, or two things at once, are refused', async () => {
  const ana = await system.person()
  const { id: taskId } = await ana.create({ title: 'Milk' })
  for (const [tool, args] of [
    ['update_task', { taskIds: [taskId] }],
    ['set_reminder', { taskId }],
    ['set_reminder', { taskId, add: { at: '2030-01-01T00:00:00Z' }, remove: nobody }],
    ['snooze_reminder', { taskId, reminderId: nobody }],
    ['snooze_reminder', { taskId, reminderId: nobody, minutes: 5, end: true }],
  ] as const)
    expect(await ana.refused(tool, args), JSON.stringify(args)).toMatchObject({ code: 'invalid-arguments' })
})

test("another person's task is the same as a task that does not exist, for every tool that takes an id", async () => {
  const ana = await system.person()
  const bob = await system.person()
  const due = { date: '2026-12-01', zone: 'UTC' }
  const { id, reminders } = await ana.create({ title: 'Secret', due, reminders: [{ before: 'P1D' }] })
  await system.deliver()
  const reminderId = reminders[0]?.id
  const calls = (taskId: string): [string, object][] => [
    ...['complete_task', 'reopen_task', 'delete_task', 'restore_task'].map((tool): [string, object] => [
      tool,
      { taskIds: [taskId] },
    ]),
    ['update_task', { taskIds: [taskId], title: 'Mine' }],
    ['skip_occurrence', { taskId }],
    ['set_reminder', { taskId, remove: reminderId }],
    ['snooze_reminder', { taskId, reminderId, minutes: 5 }],
    ['list_reminders', { taskId }],
    ['get_history', { taskId }],
  ]
  const before = await ana.get(id)
  const [theirs, none] = [calls(id), calls(nobody)]
  for (const [i, [tool, args]] of theirs.entries()) {
    const result = await bob.run(tool, args)
    expect(result, tool).toEqual(await bob.run(tool, none[i]?.[1]))
    expect(JSON.stringify(result), tool).not.toContain('Secret')
    if (!/^(list|get)/.test(tool)) expect(result).toMatchObject({ outcome: 'refused', code: 'task-not-found' })
  }
  expect(await ana.get(id)).toEqual(before)
})

test('of several tasks the refusal names those that do not exist, and nothing is done', async () => {
  const ana = await system.person()
  const { id } = await ana.create({ title: 'Milk' })
  expect(await ana.refused('delete_task', { taskIds: [id, nobody] })).toMatchObject({
    code: 'task-not-found',
    errors: [{ path: 'taskIds.1' }],
  })
})

test('what the server refuses has its code and names the field of the call', async () => {
  const ana = await system.person()
  const { id } = await ana.create({ title: 'Milk' })
  expect(await ana.refused('skip_occurrence', { taskId: id })).toMatchObject({ code: 'not-repeating' })
  expect(await ana.refused('update_task', { taskIds: [id], due: { time: '09:00' } })).toMatchObject({
    code: 'invalid-request',
    errors: [{ path: 'due.date' }],
  })
  expect(await ana.refused('add_task', { title: 'Tea', repeat: { rule: 'FREQ=DAILY' } })).toMatchObject({
    code: 'invalid-request',
    errors: [{ path: 'due' }],
  })
})
