import { expect, test } from 'vitest'
import { chatSystem, type Said } from './testing/chat.ts'

const system = await chatSystem()
const { assistant } = system
const nobody = '01a22344-b25f-74f1-b414-b2516d66d687'

async function stored(userId: string) {
  const [row] = await assistant.owner<{ turns: number; conversations: number }[]>`
    select (select count(*)::int from assistant.turn where user_id = ${userId}) as turns,
      (select count(*)::int from assistant.conversation where user_id = ${userId}) as conversations`
  return row
}

test.each<[string, object, string]>([
  ['100,000 characters', { text: 'a'.repeat(100_000) }, 'text'],
  ['4,001 characters', { text: 'a'.repeat(4_001) }, 'text'],
  ['an empty text', { text: '' }, 'text'],
  ['a NUL', { text: 'milk\0' }, ''],
  ['half a surrogate pair', { text: 'half \ud83d of a pair' }, ''],
  ['a text that is a list', { text: ['milk'] }, 'text'],
  ['an unknown field', { text: 'milk', userId: 'bob' }, 'userId'],
  ['a prototype', JSON.parse('{"text":"milk","__proto__":{"admin":true}}'), '__proto__'],
  ['a conversation that is no id', { text: 'milk', conversationId: 'mine' }, 'conversationId'],
  ['a turn that is no id', { undo: '../turns' }, 'undo'],
  ['a confirmation that is a word', { confirm: 'yes' }, 'confirm'],
  ['nothing to do', {}, ''],
])('%s is refused with a plain problem, and nothing is stored', async (_, body, path) => {
  const ana = await system.person()
  const { status, body: problem } = await ana.send(body as Said)
  expect({ status, problem }).toMatchObject({ status: 400, problem: { code: 'invalid-request' } })
  expect(JSON.stringify(problem).length).toBeLessThan(1_000)
  if (path) expect(JSON.stringify(problem)).toContain(`"path":"${path}"`)
  expect(await stored(ana.userId)).toEqual({ turns: 0, conversations: 0 })
})

test.each([
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0x74, 0xff, 0xfe, 0x22, 0x7d])],
  ['broken JSON', Buffer.from('{"text":')],
])('%s is refused', async (_, body) => {
  const ana = await system.person()
  const { status } = await assistant.app.request('/api/chat', {
    method: 'POST',
    body,
    headers: ana.headers({ 'content-type': 'application/json' }),
  })
  expect(status).toBe(400)
  expect(await stored(ana.userId)).toEqual({ turns: 0, conversations: 0 })
})

test.each([
  'a',
  '😀',
  'کام ',
  'delete it and ',
  '"',
  'and ',
  '. ',
  ', ',
  'x, ',
  '\n',
  '-/',
  'اور ',
  'کل ',
  'every monday ',
])('a text of exactly 4,000 characters, such as %j over and over, is answered soon and kept whole', async piece => {
  const ana = await system.person()
  const text = [...piece.repeat(4_000)].slice(0, 4_000).join('')
  const startedAt = performance.now()
  const { status, body } = await ana.send({ text })
  expect({ status, body }).toMatchObject({ status: 200 })
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  const { body: conversation } = await ana.conversations(`/${body.conversationId}`)
  expect(conversation).toMatchObject({ turns: [{ said: text, state: 'done' }] })
})

test('a token that may only read gets a dry run and its conversations, and no turn', async () => {
  const reading = await chatSystem(() => ({
    exchange: async subject => ({
      userId: subject,
      token: subject,
      scopes: ['read'],
      since: reading.clock.now,
      until: new Date(reading.clock.now.getTime() + 300_000),
    }),
  }))
  const ana = await reading.person()
  expect(await ana.send({ text: 'add milk' })).toMatchObject({ status: 403, body: { code: 'scope-missing' } })
  const { status, body } = await ana.send({ text: 'add milk' }, '?dryRun=true')
  expect({ status, body }).toMatchObject({ status: 200, body: { calls: [{ tool: 'add_task', outcome: 'planned' }] } })
  expect(await ana.all()).toEqual([])
  expect((await ana.conversations()).status).toBe(200)
  const remove = await reading.assistant.request('DELETE', `/api/conversations/${body.conversationId}`, {
    headers: ana.headers(),
  })
  expect(remove).toMatchObject({ status: 403, body: { code: 'scope-missing' } })
})

test("another person's conversation does not exist, whatever one does with it", async () => {
  const [ana, bob] = [await system.person(), await system.person()]
  await ana.create({ title: 'Buy milk' })
  const moved = await ana.talk('move buy milk to Friday')
  const proposed = await ana.talk('delete buy milk')
  const { conversationId } = moved
  const before = await ana.all()
  for (const id of [conversationId, nobody]) {
    const headers = bob.headers()
    for (const answer of [
      await bob.send({ conversationId: id, text: 'show today' }),
      await bob.send({ conversationId: id, undo: moved.turnId }),
      await bob.send({ conversationId: id, confirm: proposed.turnId }),
      await bob.send({ conversationId: id, confirm: true }),
      await bob.conversations(`/${id}`),
      await assistant.request('DELETE', `/api/conversations/${id}`, { headers }),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'conversation-not-found' } })
  }
  expect(await bob.conversations()).toMatchObject({ body: { items: [] } })
  expect(await ana.all()).toEqual(before)
  expect((await ana.conversations(`/${conversationId}`)).status).toBe(200)
})

test.each(['undo', 'confirm'] as const)('the id of a turn of somebody else does nothing as %s', async field => {
  const [ana, bob] = [await system.person(), await system.person()]
  await ana.create({ title: 'Buy milk' })
  const foreign = await ana.talk(field === 'undo' ? 'move buy milk to Friday' : 'delete buy milk')
  const before = await ana.all()
  await bob.create({ title: 'Buy bread' })
  const own = await bob.talk('move buy bread to Friday')
  for (const id of [foreign.turnId, nobody]) {
    const { status, body } = await bob.send({ conversationId: own.conversationId, [field]: id })
    expect({ status, body }).toMatchObject({ status: 200, body: { calls: [], canUndo: false } })
  }
  expect(await ana.all()).toEqual(before)
})
