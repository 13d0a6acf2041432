import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { userDeleted } from '../../../domain/events/account-events.ts'
import { asCaller } from '../../../kit/postgres/as-caller.ts'
import { someEvent } from '../../../kit/testing/some-event.ts'
import { chatSystem } from '../testing/chat.ts'
import { mostTurnsADay } from './turns.ts'

const system = await chatSystem()
const { assistant, clock } = system
const { owner } = assistant
type Person = Awaited<ReturnType<typeof system.person>>
interface Page {
  items: { id: string; title: string; turns: { said: string }[] }[]
  turns: { said: string }[]
  next: string | null
}

const page = async (ana: Person, path: string) => (await ana.conversations(path)).body as Page

/** Puts answered turns into a conversation, one each second until `until`. */
const addTurns = (userId: string, conversationId: string, count: number, until: Date) => owner`
  insert into assistant.turn (id, user_id, conversation_id, key, request, at, touched_at, said, answer, memory)
  select gen_random_uuid(), ${userId}, ${conversationId}, gen_random_uuid()::text, '', at, at, 'message ' || i,
    (select answer from assistant.turn where conversation_id = ${conversationId} limit 1),
    '{"language":"en","shown":[],"focus":[],"undo":[]}'
  from generate_series(1, ${count}::int) as i, lateral (select ${until}::timestamptz - (${count}::int - i) * interval '1 second' as at)`

test('a conversation of 10,000 turns answers from the last few of them', async () => {
  const ana = await system.person()
  const { conversationId } = await ana.talk('hello')
  await addTurns(ana.userId, conversationId, 10_000, new Date(clock.now.getTime() - 2 * 86_400_000))
  // Only the last few can be read at all, so an answer that reads more fails.
  await owner`
    update assistant.turn set memory = 'null' where conversation_id = ${conversationId} and said not like 'message 99__'
      and said <> 'message 10000'`
  await owner`analyze assistant.turn`
  expect((await ana.talk('yes')).text).toBe('There is nothing to confirm.')
  const { calls } = await ana.talk('add milk')
  expect(calls).toMatchObject([{ tool: 'add_task', outcome: 'done' }])

  const last = await page(ana, `/${conversationId}?limit=3`)
  expect(last.turns.map(({ said }) => said)).toEqual(['message 10000', 'yes', 'add milk'])
  const older = await page(ana, `/${conversationId}?limit=3&cursor=${last.next}`)
  expect(older.turns.map(({ said }) => said)).toEqual(['message 9997', 'message 9998', 'message 9999'])

  // The turns before this one, as a turn reads them.
  const [plan] = await asCaller(
    assistant.sql,
    ana,
    tx => tx`
      explain (analyze, format json)
      select * from assistant.turn where conversation_id = ${conversationId} order by number desc limit 12`,
  )
  const text = JSON.stringify(plan)
  expect(text).toContain('turn_of_conversation')
  expect(text).not.toContain('Seq Scan')
  expect([...text.matchAll(/"Actual Rows":(\d+)/g)].map(([, rows]) => Number(rows))).toEqual([12, 12])
})

test('conversations come page by page, the newest first, each once', async () => {
  const ana = await system.person()
  for (const name of ['milk', 'bread', 'eggs', 'salt', 'tea']) await ana.send({ text: `add ${name}` })
  const titles: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { items, next }: Page = await page(ana, `?limit=2${cursor && `&cursor=${cursor}`}`)
    titles.push(...items.map(({ title }) => title))
    cursor = next
  }
  expect(titles).toEqual(['add tea', 'add salt', 'add eggs', 'add bread', 'add milk'])
})

test('a cursor of another person or list, and a forged one, are refused', async () => {
  const [ana, bob] = [await system.person(), await system.person()]
  for (const one of [ana, bob]) for (const name of ['milk', 'bread']) await one.send({ text: `add ${name}` })
  const { next } = await page(ana, '?limit=1')
  for (const path of [`?limit=1&cursor=${next}`, `/export?cursor=${next}`, '?cursor=forged'])
    expect(await bob.conversations(path)).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } })
})

test('a deleted conversation is gone with its turns, and the tasks stay', async () => {
  const ana = await system.person()
  const { conversationId } = await ana.talk('add milk')
  const other = await ana.send({ text: 'add bread' })
  const remove = () => assistant.request('DELETE', `/api/conversations/${conversationId}`, { headers: ana.headers() })
  expect((await remove()).status).toBe(204)
  expect((await remove()).status).toBe(404)
  expect((await ana.conversations(`/${conversationId}`)).status).toBe(404)
  expect((await ana.send({ conversationId, text: 'hello' })).status).toBe(404)
  expect(await owner`select from assistant.turn where conversation_id = ${conversationId}`).toHaveLength(0)
  expect((await page(ana, '')).items).toMatchObject([{ id: other.body.conversationId }])
  expect((await ana.titles()).toSorted()).toEqual(['bread', 'milk'])
})

test('an export has every conversation whole, and nothing of other people', async () => {
  const [ana, bob] = [await system.person(), await system.person()]
  await bob.send({ text: 'add a secret' })
  for (let i = 0; i < 11; i++) await ana.send({ text: `add task ${i}` })
  const { conversationId } = await ana.talk('hello')
  await addTurns(ana.userId, conversationId, 150, clock.now)
  const all: Page['items'] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { items, next }: Page = await page(ana, `/export${cursor && `?cursor=${cursor}`}`)
    all.push(...items)
    cursor = next
  }
  expect(all).toHaveLength(12)
  expect(all[0]?.turns).toHaveLength(151)
  expect(all[0]?.turns.slice(0, 3)).toMatchObject([{ said: 'hello' }, { said: 'message 1' }, { said: 'message 2' }])
  expect(JSON.stringify(all)).not.toContain('secret')
})

test('a person can say 2,000 things on one day', async () => {
  const ana = await system.person()
  const { conversationId } = await ana.talk('hello')
  await addTurns(ana.userId, conversationId, mostTurnsADay - 2, clock.now)
  expect((await ana.send({ conversationId, text: 'add milk' })).status).toBe(200)
  const { status, headers, body } = await ana.send({ conversationId, text: 'add bread' })
  expect({ status, body }).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await ana.titles()).toEqual(['milk'])
  expect((await (await system.person()).send({ text: 'add milk' })).status).toBe(200)
})

test('a deleted account leaves no conversation behind, and a turn that is late stores nothing', async () => {
  const ana = await system.person()
  const bob = await system.person()
  await bob.talk('add bread')
  await ana.talk('hello')
  const held = Promise.withResolvers<void>()
  const isCalled = Promise.withResolvers<void>()
  ana.meanwhile.before = ({ method }) => {
    if (method !== 'GET') isCalled.resolve()
    return method === 'GET' ? undefined : held.promise
  }
  const late = ana.send({ text: 'add milk' })
  await isCalled.promise
  const { userId } = ana
  const event = someEvent({ id: randomUUID(), userId, type: userDeleted.type, data: userDeleted.example })
  expect((await assistant.deliver(event)).status).toBe(204)
  held.resolve()
  await late
  expect((await ana.send({ text: 'add bread' })).status).toBe(401)
  for (const table of ['conversation', 'turn', 'outbox', 'model_usage', 'recent_call'])
    expect(await owner`select from ${owner(`assistant.${table}`)} where user_id = ${userId}`, table).toHaveLength(0)
  expect((await page(bob, '')).items).toHaveLength(1)
})
