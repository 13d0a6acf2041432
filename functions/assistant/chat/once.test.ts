import { expect, test } from 'vitest'
import { chatSystem } from './testing/chat.ts'

const system = await chatSystem()
const { assistant, clock } = system
const key = (name: string) => ({ 'idempotency-key': name })
const later = (seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1_000)
}
type Person = Awaited<ReturnType<typeof system.person>>

async function withMilk() {
  const ana = await system.person()
  const { id } = await ana.create({ title: 'Buy milk' })
  return { ana, id, isDeleted: async () => Boolean((await ana.get(id)).deletedAt) }
}

/** The state of a process that ended after its calls and before its answer was stored. */
const interrupt = (turnId: string) =>
  assistant.owner`
    update assistant.turn set answer = null, memory = '{}', touched_at = ${clock.now} where id = ${turnId}`

const turnsOf = async (ana: Person, conversationId: string) =>
  ((await ana.conversations(`/${conversationId}`)).body as { turns: object[] }).turns

test('of two confirmations at once, one acts', async () => {
  const { ana, isDeleted } = await withMilk()
  const { conversationId, turnId } = await ana.talk('delete buy milk')
  const answers = await Promise.all(Array.from({ length: 4 }, () => ana.send({ conversationId, confirm: turnId })))
  const calls = answers.flatMap(({ body }) => body.calls)
  expect(calls).toMatchObject([{ tool: 'delete_task', outcome: 'done' }])
  expect(await isDeleted()).toBe(true)
})

test('a confirmation counts once', async () => {
  const { ana, id } = await withMilk()
  const { turnId } = await ana.talk('delete buy milk')
  await ana.talk({ confirm: turnId })
  await ana.restore(id)
  const before = await ana.get(id)
  expect((await ana.talk({ confirm: turnId })).calls).toEqual([])
  expect((await ana.talk({ confirm: true })).calls).toEqual([])
  expect((await ana.talk('yes')).calls).toEqual([])
  expect(await ana.get(id)).toEqual(before)
})

test('a confirmation after the task has changed does nothing and shows the new effect', async () => {
  const { ana, id, isDeleted } = await withMilk()
  const first = await ana.talk('delete buy milk')
  await ana.patch(id, { title: 'Buy a cow' })
  const { calls, proposed, text } = await ana.talk({ confirm: first.turnId })
  expect(calls.filter(({ outcome }) => outcome === 'done')).toEqual([])
  expect(proposed?.tasks).toMatchObject([{ id, title: 'Buy a cow' }])
  expect(text).toContain('has changed')
  expect(await isDeleted()).toBe(false)
  expect((await ana.talk({ confirm: proposed?.id ?? '' })).calls).toMatchObject([{ outcome: 'done' }])
  expect(await isDeleted()).toBe(true)
})

test('an expired or declined proposal does nothing', async () => {
  const { ana, isDeleted } = await withMilk()
  const old = await ana.talk('delete buy milk')
  later(15 * 60 + 1)
  expect((await ana.talk({ confirm: old.turnId })).calls).toEqual([])
  const declined = await ana.talk('delete buy milk')
  await ana.talk({ confirm: false })
  expect((await ana.talk({ confirm: declined.turnId })).calls).toEqual([])
  expect(await isDeleted()).toBe(false)
})

test('a repeated request gets the same answer; the key with another body is refused', async () => {
  const ana = await system.person()
  const first = await ana.send({ text: 'add milk' }, '', key('a-message'))
  const again = await ana.send({ text: 'add milk' }, '', key('a-message'))
  expect(again.body).toEqual(first.body)
  for (const [body, query] of [
    [{ text: 'add bread' }, ''],
    [{ text: 'add milk', confirm: true }, ''],
    [{ text: 'add milk', conversationId: first.body.conversationId }, ''],
    [{ text: 'add milk' }, '?dryRun=true'],
  ] as const)
    expect(await ana.send(body, query, key('a-message'))).toMatchObject({ body: { code: 'idempotency-key-reused' } })
  expect(await ana.titles()).toEqual(['milk'])
})

test('equal requests at once act once, get one answer and leave one conversation', async () => {
  const ana = await system.person()
  const send = () => ana.send({ text: 'add milk' }, '', key('twice'))
  const [first, ...others] = await Promise.all([send(), send(), send()])
  expect(first.status).toBe(200)
  for (const { body } of others) expect(body).toEqual(first.body)
  expect(await ana.titles()).toEqual(['milk'])
  expect((await ana.conversations()).body).toMatchObject({ items: [{ id: first.body.conversationId }] })
  expect(((await ana.conversations()).body as { items: object[] }).items).toHaveLength(1)
})

test('the same key of another person is another message', async () => {
  const [ana, bob] = [await system.person(), await system.person()]
  await ana.send({ text: 'add milk' }, '', key('shared'))
  await bob.send({ text: 'add bread' }, '', key('shared'))
  expect([await ana.titles(), await bob.titles()]).toEqual([['milk'], ['bread']])
})

test.each([
  ['add bread', 'add_task'],
  ['move buy milk to Friday', 'update_task'],
  ['complete buy milk', 'complete_task'],
])(
  'an interrupted turn (%s) says which calls it made, and the same request finishes it without acting twice',
  async (text, tool) => {
    const { ana } = await withMilk()
    const first = await ana.send({ text }, '', key('cut'))
    const before = await ana.all()
    await interrupt(first.body.turnId)
    expect(await turnsOf(ana, first.body.conversationId)).toMatchObject([{ state: 'working', answer: null }])
    later(60)
    expect(await turnsOf(ana, first.body.conversationId)).toMatchObject([
      { state: 'interrupted', answer: null, acts: [{ tool }] },
    ])
    const again = await ana.send({ text }, '', key('cut'))
    expect(again.body).toMatchObject({ turnId: first.body.turnId, calls: [{ tool }] })
    expect(again.body.calls).toHaveLength(1)
    expect(await ana.all()).toEqual(before)
    expect(await turnsOf(ana, first.body.conversationId)).toMatchObject([{ state: 'done' }])
  },
)

test('an interrupted confirmation is finished without acting twice, and tells what was done', async () => {
  const { ana, id } = await withMilk()
  const { conversationId, turnId } = await ana.talk('delete buy milk')
  const confirm = { conversationId, confirm: turnId }
  const first = await ana.send(confirm, '', key('cut'))
  const before = await ana.get(id)
  await interrupt(first.body.turnId)
  later(60)
  const again = await ana.send(confirm, '', key('cut'))
  expect(again.body.calls).toMatchObject([{ tool: 'delete_task', outcome: 'done' }])
  expect(again.body.proposed).toBeUndefined()
  expect(await ana.get(id)).toEqual(before)
})

test('an interrupted undo is finished without acting twice, and tells what was done', async () => {
  const ana = await system.person()
  const { conversationId, turnId } = await ana.talk('add milk')
  const undo = { conversationId, undo: turnId }
  const first = await ana.send(undo, '', key('cut'))
  expect(first.body.calls).toMatchObject([{ tool: 'delete_task', outcome: 'done' }])
  await interrupt(first.body.turnId)
  later(60)
  const again = await ana.send(undo, '', key('cut'))
  expect(again.body.calls).toMatchObject([{ tool: 'delete_task', outcome: 'done' }])
  expect(again.body.proposed).toBeUndefined()
  expect(await ana.titles()).toEqual([])
})

test('a process that hangs in its call, and the request that goes on after a minute, act once', async () => {
  const ana = await system.person()
  const held = Promise.withResolvers<void>()
  const isCalled = Promise.withResolvers<void>()
  ana.meanwhile.before = ({ method }) => {
    if (method === 'GET') return undefined
    isCalled.resolve()
    return held.promise
  }
  const hanging = ana.send({ text: 'add milk' }, '', key('hangs'))
  await isCalled.promise
  ana.meanwhile.before = () => undefined
  later(60)
  const second = await ana.send({ text: 'add milk' }, '', key('hangs'))
  expect(second.body.calls).toMatchObject([{ tool: 'add_task' }])
  held.resolve()
  expect((await hanging).body.turnId).toBe(second.body.turnId)
  expect(await ana.titles()).toEqual(['milk'])
})

test('an old turn of the conversation can still be undone, once', async () => {
  const ana = await system.person()
  const { conversationId, turnId } = await ana.talk('add milk')
  for (let turn = 0; turn < 15; turn++) await ana.talk('show today')
  const answers = await Promise.all([1, 2].map(() => ana.send({ conversationId, undo: turnId })))
  expect(answers.flatMap(({ body }) => body.calls)).toMatchObject([{ tool: 'delete_task', outcome: 'done' }])
  expect(await ana.titles()).toEqual([])
})

test('a turn of another conversation is not undone or confirmed', async () => {
  const { ana, isDeleted } = await withMilk()
  const moved = await ana.send({ text: 'move buy milk to Friday' })
  const proposed = await ana.send({ text: 'delete buy milk' })
  const { conversationId } = await ana.talk('hello')
  for (const more of [{ undo: moved.body.turnId }, { confirm: proposed.body.turnId }, { confirm: true }])
    expect((await ana.send({ conversationId, ...more })).body.calls).toEqual([])
  expect(await isDeleted()).toBe(false)
})
