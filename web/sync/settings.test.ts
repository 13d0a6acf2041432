import { expect, test } from 'vitest'
import type { Client } from '../model/client.ts'
import { signedIn, withAnswers } from './testing/signed-in.ts'

const hook = { kind: 'webhook', url: 'https://hooks.example/zerodue' } as const
const body = { answered: true }

test.each<[string, (client: Client) => Promise<unknown>, unknown?]>([
  ['GET /api/me/tokens', client => client.tokens.list()],
  ['DELETE /api/me/tokens/t1', client => client.tokens.revoke('t1')],
  ['GET /api/channels', client => client.channels.list()],
  ['POST /api/channels', client => client.channels.add(hook), hook],
  ['DELETE /api/channels/c1', client => client.channels.remove('c1')],
  ['POST /api/channels/c1/confirm', client => client.channels.confirm('c1', '123456'), { token: '123456' }],
  ['POST /api/channels/c1/test', client => client.channels.test('c1')],
  ['GET /api/calendar', client => client.calendarFeed.get()],
  ['DELETE /api/calendar', client => client.calendarFeed.remove()],
  ['PATCH /api/tags/a%2Fb%3F', client => client.renameTag('a/b?', 'c'), { name: 'c' }],
  ['DELETE /api/tags/a%2Fb%3F', client => client.removeTag('a/b?')],
])('%s is asked once, and its answer is the result', async (request, ask, sentBody) => {
  const { client, sent } = await signedIn({ [request]: [200, body] })

  expect(await ask(client)).toEqual(body)
  expect(sent).toEqual([{ request, ...(sentBody !== undefined && { body: sentBody }) }])
})

test('a new token and a new address of the calendar carry a key, so that a repeated request makes no second one', async () => {
  const { client, sent } = await signedIn({ 'POST /api/me/tokens': [201, body], 'POST /api/calendar': [201, body] })

  await client.tokens.create('script', ['read'])
  await client.calendarFeed.renew()
  await client.calendarFeed.renew()

  expect(sent).toEqual([
    { request: 'POST /api/me/tokens', body: { name: 'script', scopes: ['read'] }, key: expect.any(String) },
    { request: 'POST /api/calendar', key: expect.any(String) },
    { request: 'POST /api/calendar', key: expect.any(String) },
  ])
  expect(new Set(sent.map(({ key }) => key)).size).toBe(3)
})

test('an answer without a body means done', async () => {
  const { client } = await signedIn({ 'DELETE /api/me/tokens/t1': [204] })
  expect(await client.tokens.revoke('t1')).toEqual({ done: true })
})

test('without an account no setting asks the server', async () => {
  const { open, sent } = withAnswers({ 'GET /api/me/tokens': [200, body], 'POST /api/calendar': [200, body] })
  const { client } = await open()

  expect(await client.tokens.list()).toMatchObject({ refused: 'no-account' })
  expect(await client.calendarFeed.renew()).toMatchObject({ refused: 'no-account' })
  expect(sent).toEqual([])
})
