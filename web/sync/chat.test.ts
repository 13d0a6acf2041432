import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { AnswerSoFar, ChatAnswer } from '../model/chat.ts'
import type { RunningClient } from './create-client.ts'
import { synchronized, TestDevice, until } from './testing/device.ts'
import { ModelServer, type SentRequest } from './testing/model-server.ts'

const answer: ChatAnswer = {
  conversationId: 'c1',
  turnId: 't1',
  at: '2026-11-21T09:00:00.000Z',
  language: 'en',
  by: 'rules',
  text: 'Two tasks are overdue.',
  calls: [],
  canUndo: false,
}
const understood = { conversationId: 'c1', turnId: 't1', language: 'en', by: 'rules', intentions: [] }

type Event = [name: string, data: object]
const whole: Event[] = [
  ['understood', understood],
  ['text', { text: 'Two tasks ' }],
  ['text', { text: 'are overdue.' }],
  ['done', answer],
]

const events = (...all: Event[]) =>
  new Response(all.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join(''), {
    headers: { 'content-type': 'text/event-stream' },
  })
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ code, detail: '', errors: [] }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })

/** The answers of the assistant, in order; the last one repeats. */
let answers: (() => Response)[]
/** The files that the device has sent to import. */
let imported: string[]
let sent: { path: string; method: string; key: string | undefined; body: unknown }[]
beforeEach(() => {
  answers = [() => events(...whole)]
  sent = []
  imported = []
})

function newDevice() {
  const server = new ModelServer()
  const device = new TestDevice(async (url, request: SentRequest) => {
    if (url.startsWith('/api/import')) imported.push(request.body ?? '')
    if (!/^\/api\/(chat|conversations)/.test(url)) return server.fetch(url, request)
    const { method = 'GET', body, headers = {} } = request
    sent.push({ path: url, method, key: headers['idempotency-key'], body: body && JSON.parse(body) })
    const next = answers.length > 1 ? answers.shift() : answers[0]
    return next?.() ?? problem(500, 'internal')
  })
  onTestFinished(() => device.close())
  return { server, device }
}

async function signedIn() {
  const { server, device } = newDevice()
  const tab = await device.open(() => server.now())
  await tab.client.signUp({ email: 'ana@example.com', password: 'correct horse' })
  await synchronized(tab, () => server.head)
  await until(tab.client.connection, connection => connection === 'online')
  return { server, device, tab, room: await tab.client.chat() }
}

const roomOf = ({ client }: RunningClient) => client.chat()
const say = { text: 'What is overdue?' }
const nobody = () => {}

test('an answer arrives piece by piece and ends with the whole one', async () => {
  const { room } = await signedIn()
  const parts: AnswerSoFar[] = []

  expect(await room.send(say, part => parts.push(part))).toEqual(answer)

  expect(parts.map(({ text }) => text)).toEqual(['', 'Two tasks ', 'Two tasks are overdue.'])
  expect(parts[0]).toMatchObject({ conversationId: 'c1', language: 'en', by: 'rules' })
  expect(sent).toMatchObject([{ path: '/api/chat', method: 'POST', body: say }])
  expect(room.draft.value.unanswered).toBeNull()
})

test('a cut answer is asked for again with the same key, and the pieces start anew', async () => {
  const { room } = await signedIn()
  answers = [() => events(...whole.slice(0, 3)), () => events(...whole.slice(0, 1)), () => events(...whole)]
  const texts: string[] = []

  expect(await room.send(say, ({ text }) => texts.push(text))).toEqual(answer)

  expect(sent).toHaveLength(3)
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  expect(sent[0]?.key).toBeTruthy()
  expect(texts).toEqual(['', 'Two tasks ', 'Two tasks are overdue.', '', '', 'Two tasks ', 'Two tasks are overdue.'])
})

test('after three repeats a cut message waits for the person, who sends the same one', async () => {
  const { room } = await signedIn()
  answers = [() => events(...whole.slice(0, 2))]

  expect(await room.send(say, nobody)).toMatchObject({ refused: 'offline' })
  expect(sent).toHaveLength(4)
  expect(room.draft.value).toMatchObject({ text: '', unanswered: { request: say } })

  answers = [() => events(...whole)]
  expect(await room.sendAgain(nobody)).toEqual(answer)
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  expect(room.draft.value.unanswered).toBeNull()
})

test('a message whose first attempt is still at work is sent again', async () => {
  const { room } = await signedIn()
  answers = [() => problem(409, 'idempotency-key-in-use'), () => events(...whole)]

  expect(await room.send(say, nobody)).toEqual(answer)
  expect(sent).toHaveLength(2)
})

test('an answer that is not ready is asked for again when the server says', async () => {
  const { room } = await signedIn()
  answers = [() => problem(503, 'unavailable', { 'retry-after': '5' }), () => events(...whole)]

  expect(await room.send(say, nobody)).toEqual(answer)
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  expect(sent).toHaveLength(2)
})

test('a refusal is not repeated, and the message stays', async () => {
  const { room } = await signedIn()
  answers = [() => problem(429, 'too-many-requests', { 'retry-after': '7' })]

  expect(await room.send(say, nobody)).toMatchObject({ refused: 'too-many-requests', afterMs: 7_000 })

  expect(sent).toHaveLength(1)
  expect(room.draft.value.unanswered?.request).toEqual(say)
  room.takeBack()
  expect(room.draft.value).toEqual({ text: say.text, unanswered: null })
})

test('two messages have two keys', async () => {
  const { room } = await signedIn()
  await room.send(say, nobody)
  await room.send({ conversationId: 'c1', undo: 't1' }, nobody)

  expect(new Set(sent.map(({ key }) => key)).size).toBe(2)
  expect(sent[1]?.body).toEqual({ conversationId: 'c1', undo: 't1' })
})

test('offline a message is refused, its words stay a draft, and nothing is sent later', async () => {
  const { device, server, tab, room } = await signedIn()
  device.offline()
  await until(tab.client.connection, connection => connection === 'offline')
  room.write('Move it to Friday')

  expect(await room.send({ text: 'Move it to Friday' }, nobody)).toMatchObject({ refused: 'offline' })
  expect(room.draft.value).toEqual({ text: 'Move it to Friday', unanswered: null })

  device.online()
  await until(tab.client.connection, connection => connection === 'online')
  await synchronized(tab, () => server.head)
  expect(sent).toEqual([])
})

test('a message whose network fails during the answer stays', async () => {
  const { device, room } = await signedIn()
  answers = [() => events(...whole.slice(0, 1))]

  expect(await room.send(say, () => device.offline())).toMatchObject({ refused: 'offline' })
  expect(sent).toHaveLength(1)
  expect(room.draft.value.unanswered?.request).toEqual(say)
})

test('the draft and the unanswered message survive a closed tab, with the key of the message', async () => {
  const { device, server, tab, room } = await signedIn()
  answers = [() => problem(503, 'unavailable')]
  await room.send(say, nobody)
  room.write('and tomorrow?')
  await device.close()

  const again = await device.open(() => server.now())
  const later = await roomOf(again)
  await until(again.client.connection, connection => connection === 'online')
  expect(later.draft.value).toMatchObject({ text: 'and tomorrow?', unanswered: { request: say } })
  answers = [() => events(...whole)]
  expect(await later.sendAgain(nobody)).toEqual(answer)
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  expect(tab).not.toBe(again)
})

test('signing out removes the draft from the device, and the next account does not see it', async () => {
  const { tab, room } = await signedIn()
  room.write('private words')
  await tab.client.signOut({ force: true })
  room.write('late words')
  await tab.client.signUp({ email: 'ana@example.com', password: 'correct horse' })

  expect((await roomOf(tab)).draft.value).toEqual({ text: '', unanswered: null })
  // Writing into the closed account would fail and look like a broken storage.
  expect(tab.client.trouble.value).toBeNull()
})

test('without an account nothing is sent', async () => {
  const { device } = newDevice()
  const room = await roomOf(await device.open())

  expect(await room.send(say, nobody)).toMatchObject({ refused: 'no-account' })
  expect(await room.conversations()).toMatchObject({ refused: 'no-account' })
  expect(sent).toEqual([])
})

test('conversations are listed and opened page by page, and a deleted one counts as deleted', async () => {
  const { room } = await signedIn()
  const list = { items: [], next: null }
  answers = [() => new Response(JSON.stringify(list)), () => new Response(JSON.stringify(list))]
  expect(await room.conversations('a b')).toEqual(list)
  expect(await room.open('c/1', 'n')).toEqual(list)
  answers = [() => problem(404, 'conversation-not-found')]
  expect(await room.remove('c1')).toEqual({ done: true })

  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/conversations?cursor=a%20b',
    'GET /api/conversations/c%2F1?cursor=n',
    'DELETE /api/conversations/c1',
  ])
})

test('an export as JSON holds every conversation, and an import of it sends none', async () => {
  const { tab } = await signedIn()
  tab.client.create([{ title: 'Rent' }])
  await until(tab.client.waiting, waiting => waiting === 0)
  const page = (ids: string[], next: string | null) =>
    new Response(JSON.stringify({ items: ids.map(id => ({ id, turns: [] })), next }))
  answers = [() => page(['c1', 'c2'], 'more'), () => page(['c3'], null)]

  const exported = await tab.client.exportAll('json')

  if ('refused' in exported) throw new Error(exported.refused)
  expect(exported.incomplete).toBe(false)
  const file = JSON.parse(await exported.file.text())
  expect(file.conversations.map(({ id }: { id: string }) => id)).toEqual(['c1', 'c2', 'c3'])
  expect(file.tasks.map(({ title }: { title: string }) => title)).toEqual(['Rent'])
  expect(sent.map(({ path }) => path)).toEqual(['/api/conversations/export', '/api/conversations/export?cursor=more'])

  // An import needs no conversation, and the server takes only so many bytes.
  await tab.client.importPreview({ text: await exported.file.text(), format: 'json' })
  const { conversations: _, ...rest } = file
  expect(imported.map(text => JSON.parse(text))).toEqual([rest])
})

test('an export without the assistant has the tasks and says that it is incomplete', async () => {
  const { tab } = await signedIn()
  answers = [() => problem(503, 'unavailable')]

  const exported = await tab.client.exportAll('json')

  if ('refused' in exported) throw new Error(exported.refused)
  expect(exported.incomplete).toBe(true)
  expect(JSON.parse(await exported.file.text())).toMatchObject({ format: 'zerodue', tasks: [] })
})
