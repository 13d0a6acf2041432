import { expect, test } from 'vitest'
import { assistant } from '../testing/assistant.ts'

const system = await assistant()

async function withTasks(...titles: string[]) {
  const ana = await system.person()
  const ids: string[] = []
  for (const title of titles) ids.push((await ana.create({ title, tags: ['home'] })).id)
  const statuses = async () => (await Promise.all(ids.map(ana.get))).map(({ status }) => status)
  return { ana, ids, statuses }
}

test('deleting one task shows the effect first, changes nothing, and acts with the token', async () => {
  const { ana, ids } = await withTasks('Milk')
  const shown = await ana.confirm('delete_task', { taskIds: ids })
  expect(shown).toMatchObject({
    effect: {
      tool: 'delete_task',
      canBeUndoneUntil: new Date(system.clock.now.getTime() + 30 * 86_400_000).toISOString(),
      changes: { deleted: { from: false, to: true } },
      tasks: [{ id: ids[0], title: 'Milk' }],
    },
    expiresAt: new Date(system.clock.now.getTime() + 900_000).toISOString(),
    written: expect.arrayContaining(['title']),
  })
  expect(await ana.all()).toHaveLength(1)
  const { confirmToken } = shown
  const { undo } = await ana.done('delete_task', { taskIds: ids, confirmToken })
  expect(await ana.all()).toHaveLength(0)
  await ana.undo(undo)
  expect(await ana.all()).toHaveLength(1)
})

test.each([
  ['complete_task', {}, { changes: { status: { from: 'open', to: 'done' } } }],
  [
    'update_task',
    { priority: 'P1', addTags: ['new'], removeTags: ['home'] },
    { changes: { priority: { from: 'P4', to: 'P1' }, tags: { added: ['new'], removed: ['home'] } } },
  ],
  ['delete_task', {}, { changes: { deleted: { from: false, to: true } } }],
])('%s of two tasks shows what changes from what to what, and acts on both or none', async (tool, args, effect) => {
  const { ana, ids } = await withTasks('Milk', 'Tea')
  const { effect: shown, confirmToken } = await ana.confirm(tool, { taskIds: ids, ...args })
  expect(shown).toMatchObject({ ...effect, tasks: [{ title: 'Milk' }, { title: 'Tea' }] })
  const changes = ana.sent.filter(({ method }) => method !== 'GET')
  expect(changes).toEqual([])
  await ana.done(tool, { taskIds: ids, ...args, confirmToken })
  expect(ana.sent.filter(({ method }) => method !== 'GET')).toMatchObject([{ path: '/api/tasks/batch' }])
})

test('an effect that differs between tasks names it for each', async () => {
  const { ana, ids } = await withTasks('Milk', 'Tea')
  await ana.complete(ids[0] ?? '')
  expect(await ana.confirm('complete_task', { taskIds: ids })).toMatchObject({
    effect: {
      tasks: [
        { title: 'Milk', changes: {} },
        { title: 'Tea', changes: { status: { from: 'open', to: 'done' } } },
      ],
    },
  })
})

test('a confirmation after a task changed is refused with the fields that changed, and nothing is done', async () => {
  const { ana, ids, statuses } = await withTasks('Milk', 'Tea')
  const { confirmToken } = await ana.confirm('complete_task', { taskIds: ids })
  await ana.patch(ids[1] ?? '', { title: 'Green tea', tags: [], priority: 'P1' })
  expect(await ana.refused('complete_task', { taskIds: ids, confirmToken })).toMatchObject({
    code: 'changed',
    data: { changed: [{ taskId: ids[1], fields: ['title', 'priority', 'tags'] }] },
  })
  expect(await statuses()).toEqual(['open', 'open'])
})

test('a task that changes while the confirmation is on its way is not overwritten', async () => {
  const { ana, ids, statuses } = await withTasks('Milk', 'Tea')
  const { confirmToken } = await ana.confirm('complete_task', { taskIds: ids })
  ana.meanwhile.before = async ({ path }) => {
    if (path === '/api/tasks/batch') await ana.patch(ids[0] ?? '', { title: 'Oat milk' })
  }
  expect(await ana.refused('complete_task', { taskIds: ids, confirmToken })).toMatchObject({
    code: 'changed',
    data: { changed: [{ taskId: ids[0], fields: ['title'] }] },
  })
  expect(await statuses()).toEqual(['open', 'open'])
})

test('two confirmations at once act once, and one that comes again answers what was done', async () => {
  const { ana, ids } = await withTasks('Milk', 'Tea')
  const args = { taskIds: ids, priority: 'P1', addTags: ['new'] }
  const { confirmToken } = await ana.confirm('update_task', args)
  const results = await Promise.all([1, 2, 3].map(() => ana.run('update_task', { ...args, confirmToken })))
  for (const result of results)
    expect(result.outcome === 'refused' ? result.code : 'done').toMatch(/^(done|idempotency-key-in-use)$/)
  expect((await Promise.all(ids.map(ana.get))).map(({ version }) => version)).toEqual([2, 2])
  expect(await ana.outbox('zerodue.task.updated.v1')).toHaveLength(2)
  expect(await ana.done('update_task', { ...args, confirmToken })).toMatchObject({ repeated: true })
  await ana.patch(ids[0] ?? '', { title: 'Oat milk' })
  expect(await ana.done('update_task', { ...args, confirmToken })).toMatchObject({
    repeated: true,
    tasks: [{ title: 'Oat milk' }, { title: 'Tea' }],
  })
  expect((await Promise.all(ids.map(ana.get))).map(({ version }) => version)).toEqual([3, 2])
})

test('a token confirms only the same call of the same person with the same tool, for 15 minutes', async () => {
  const { ana, ids, statuses } = await withTasks('Milk', 'Tea')
  const [first = ''] = ids
  const bob = await system.person()
  const { confirmToken } = await ana.confirm('complete_task', { taskIds: ids })
  const changed = `${confirmToken[0] === 'A' ? 'B' : 'A'}${confirmToken.slice(1)}`
  const cases: [string, typeof ana, string, object][] = [
    ['confirm-token-forged', ana, 'complete_task', { taskIds: ids, confirmToken: changed }],
    ['confirm-token-forged', ana, 'complete_task', { taskIds: ids, confirmToken: 'yes' }],
    ['confirm-token-forged', ana, 'complete_task', { taskIds: ids, confirmToken: `${confirmToken}=` }],
    ['confirm-token-of-another-tool', ana, 'delete_task', { taskIds: ids, confirmToken }],
    ['confirm-token-of-other-arguments', ana, 'complete_task', { taskIds: [first], confirmToken }],
    ['confirm-token-of-other-arguments', ana, 'complete_task', { taskIds: ids.toReversed(), confirmToken }],
    ['confirm-token-of-another-user', bob, 'complete_task', { taskIds: ids, confirmToken }],
  ]
  for (const [code, person, tool, args] of cases) expect(await person.refused(tool, args), code).toMatchObject({ code })
  expect(await ana.run('complete_task', { taskIds: ids, confirmToken }, { confirmSecret: 'another' })).toMatchObject({
    code: 'confirm-token-forged',
  })
  system.clock.now = new Date(system.clock.now.getTime() + 900_000)
  expect(await ana.refused('complete_task', { taskIds: ids, confirmToken })).toMatchObject({
    code: 'confirm-token-expired',
  })
  expect(await statuses()).toEqual(['open', 'open'])
})

test('if one task of several cannot be changed, none is', async () => {
  const { ana, ids, statuses } = await withTasks('Milk', 'Tea')
  await ana.remove(ids[1] ?? '')
  const { confirmToken } = await ana.confirm('complete_task', { taskIds: ids })
  expect(await ana.refused('complete_task', { taskIds: ids, confirmToken })).toMatchObject({ code: 'task-deleted' })
  expect(await statuses()).toEqual(['open', 'open'])
})

test('a change that is too long to undo in one answer is confirmed first', async () => {
  const { ana, ids } = await withTasks('Milk')
  await ana.patch(ids[0] ?? '', { notes: 'a long story. '.repeat(1000) })
  await ana.confirm('update_task', { taskIds: ids, notes: null })
  expect(await ana.done('update_task', { taskIds: ids, priority: 'P1' })).toMatchObject({ undo: expect.anything() })
})

test('a new rule for a task in the middle of a series is confirmed first', async () => {
  const ana = await system.person()
  const task = { title: 'Rent', due: { date: '2026-12-01', zone: 'UTC' }, repeat: { rule: 'FREQ=MONTHLY;COUNT=12' } }
  const first = await ana.create(task)
  const fifth = await ana.create({ ...task, seriesId: first.id, occurrence: 5 })
  await ana.done('update_task', { taskIds: [first.id], repeat: { rule: 'FREQ=WEEKLY' } })
  await ana.done('update_task', { taskIds: [fifth.id], due: { date: '2026-12-05' } })
  const { effect } = await ana.confirm('update_task', { taskIds: [fifth.id], repeat: { rule: 'FREQ=WEEKLY' } })
  expect(effect).toMatchObject({
    changes: { repeat: { from: { rule: 'FREQ=MONTHLY;COUNT=12' }, to: { rule: 'FREQ=WEEKLY' } } },
  })
})

test('a confirmation is for the zone that the person had when the effect was shown', async () => {
  const { ana, ids } = await withTasks('Milk', 'Tea')
  const call = { taskIds: ids, due: { date: '2026-12-01', time: '09:00' } }
  const { effect, confirmToken } = await ana.confirm('update_task', call)
  expect(effect).toMatchObject({ changes: { due: { from: null, to: { ...call.due, zone: 'UTC' } } } })
  await ana.request('PATCH', '/api/me', { zone: 'Asia/Karachi' })
  expect(await ana.refused('update_task', { ...call, confirmToken })).toMatchObject({
    code: 'confirm-token-of-other-arguments',
  })
})
