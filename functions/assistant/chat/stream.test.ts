import { expect, test } from 'vitest'
import { chatSystem } from './testing/chat.ts'

const system = await chatSystem()
const { assistant } = system
type Person = Awaited<ReturnType<typeof system.person>>

/** A stream whose call to another function waits until the test lets it go on. The first event is read. */
async function begin(ana: Person, body: object, key: string) {
  const held = Promise.withResolvers<void>()
  ana.meanwhile.before = ({ method }) => (method === 'GET' ? undefined : held.promise)
  const response = await assistant.app.request('/api/chat', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: ana.headers({ 'content-type': 'application/json', 'idempotency-key': key }),
  })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const read = async () => Buffer.from((await reader.read()).value ?? '').toString()
  expect(await read()).toMatch(/^event: understood\n/)
  return { reader, read, goOn: held.resolve }
}

test('a client that reads each event as it comes gets every one, to the end', async () => {
  const ana = await system.person()
  const { read, goOn } = await begin(ana, { text: 'add milk' }, 'reads')
  goOn()
  let rest = ''
  for (let piece = await read(); piece; piece = await read()) rest += piece
  expect(rest.match(/^event: .+$/gm)).toEqual(['event: acted', 'event: text', 'event: done'])
})

test('a client that closes in the middle of an answer: the act is done once and the conversation has the answer', async () => {
  const ana = await system.person()
  const body = { text: 'add milk' }
  const { reader, goOn } = await begin(ana, body, 'closed')
  await reader.cancel()
  goOn()
  const again = await ana.send(body, '', { 'idempotency-key': 'closed' })
  expect(again.body.calls).toMatchObject([{ tool: 'add_task', outcome: 'done' }])
  expect(await ana.titles()).toEqual(['milk'])
  const conversation = await ana.conversations(`/${again.body.conversationId}`)
  expect(conversation.body).toMatchObject({ turns: [{ state: 'done', answer: again.body }] })
})
