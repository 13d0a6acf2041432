import { decodeJwt } from 'jose'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../kit/log.ts'
import { assistantSecret, oauthServer, resource } from '../task-api/testing/oauth.ts'
import { createExchange, type ExchangeOptions } from './exchange.ts'

const clock = { now: new Date() }
const begin = () => oauthServer({ now: () => clock.now })
let taskApi: Awaited<ReturnType<typeof begin>>
beforeAll(async () => {
  taskApi = await begin()
})

let asked = 0
beforeEach(() => {
  asked = 0
})

/** An exchange at a real task-api, which counts the requests. */
const exchangeWith = (more: Partial<ExchangeOptions> = {}) =>
  createExchange({
    tokenUrl: 'http://task-api.test/api/oauth/token',
    resource,
    secret: assistantSecret,
    now: () => clock.now,
    log: createLog('assistant', 'silent'),
    fetch: async (input, init) => {
      asked += 1
      return taskApi.app.fetch(new Request(input as string, { ...init, redirect: 'follow' }))
    },
    ...more,
  })

async function person(scopes = ['read', 'write']) {
  const browser = taskApi.browser()
  const { id } = await browser.signUp()
  const { id: tokenId, token } = await browser.apiToken(scopes)
  return { id, token, browser, revoke: () => browser.request('DELETE', `/api/me/tokens/${tokenId}`) }
}

const later = (seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1_000)
}

test('a token becomes a short token of the same person, with the same scopes and the assistant as the actor', async () => {
  const ana = await person(['read'])
  const session = await exchangeWith().exchange(ana.token, 'mcp')
  expect(session).toMatchObject({ userId: ana.id, scopes: ['read'] })
  expect(session?.token).not.toContain(ana.token)
  expect(decodeJwt(session?.token ?? '')).toMatchObject({
    sub: ana.id,
    scope: 'read',
    act: { sub: 'assistant', door: 'mcp' },
  })
  const seconds = ((session?.until.getTime() ?? 0) - clock.now.getTime()) / 1_000
  expect(seconds).toBeGreaterThan(60)
  expect(seconds).toBeLessThanOrEqual(300)
})

test('simultaneous calls with one token share an exchange, and each door has its own', async () => {
  const ana = await person()
  const { exchange } = exchangeWith()
  const sessions = await Promise.all([1, 2, 3].map(() => exchange(ana.token, 'mcp')))
  expect(asked).toBe(1)
  expect(new Set(sessions).size).toBe(1)
  const chat = await exchange(ana.token, 'chat')
  expect(decodeJwt(chat?.token ?? '').act).toMatchObject({ door: 'chat' })
})

test('a revoked token works for at most a minute, and no longer once its end is known', async () => {
  const [ana, ben] = [await person(), await person()]
  const exchanger = exchangeWith()
  const known = async ({ token }: { token: string }) => (await exchanger.exchange(token, 'mcp')) !== undefined
  expect([await known(ana), await known(ben)]).toEqual([true, true])
  await Promise.all([ana.revoke(), ben.revoke()])
  later(59)
  expect(await known(ana)).toBe(true)
  exchanger.forget(ben.id)
  await expect.poll(() => known(ben)).toBe(false)
  later(1)
  expect(await known(ana)).toBe(false)
})

test('a token that task-api refuses is not kept: it is asked again', async () => {
  const { exchange } = exchangeWith()
  for (const token of ['nonsense', `zda_${'a'.repeat(43)}`]) {
    expect(await exchange(token, 'mcp')).toBeUndefined()
    expect(await exchange(token, 'mcp')).toBeUndefined()
  }
  expect(asked).toBe(4)
})

test('when the token server is out of reach or does not know the assistant, the refusal is 503, and the next call asks again', async () => {
  const ana = await person()
  const unavailable = { refusal: { refused: { code: 'unavailable' }, headers: { 'retry-after': '1' } } }
  const unreachable = exchangeWith({ tokenUrl: 'http://127.0.0.1:1/', fetch })
  await expect(unreachable.exchange(ana.token, 'mcp')).rejects.toMatchObject(unavailable)
  const stranger = exchangeWith({ secret: 'not the secret of this assistant' })
  await expect(stranger.exchange(ana.token, 'mcp')).rejects.toMatchObject(unavailable)
  await expect(stranger.exchange(ana.token, 'mcp')).rejects.toMatchObject(unavailable)
  expect(asked).toBe(2)
})
