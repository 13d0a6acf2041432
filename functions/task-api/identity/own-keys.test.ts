import { decodeProtectedHeader } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { verifier } from '../../kit/identity/verifier.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { bearer, ownIssuer, replica } from '../testing/browser.ts'
import { graceSeconds } from './own-keys.ts'

let databaseUrl: string
let api: Awaited<ReturnType<typeof replica>>
beforeAll(async () => {
  databaseUrl = await testDatabase()
  api = await replica(databaseUrl)
})

/** Ends the time in which a key signs, this long ago. */
const expireKeys = (ago: string) =>
  api.owner`update identity.jwks set expires_at = now() - ${ago}::interval where expires_at > now()`

const statusOf = async (who: Awaited<ReturnType<typeof replica>>, token: string) =>
  (await who.request('GET', '/api/me', { headers: bearer(token) })).status

const publicKeys = async () => {
  const { body } = await api.request('GET', '/api/auth/jwks')
  return body.keys as { kid: string }[]
}

test('the public keys are available before the first sign-in, without the private keys', async () => {
  const keys = await publicKeys()
  expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', kid: expect.any(String), x: expect.any(String) }])
  const again = await publicKeys()
  expect(again).toEqual([{ ...keys[0], use: 'sig' }])
})

test('after a rotation the new key signs, and tokens of the old key stay valid until they expire', async () => {
  const ana = api.browser()
  await ana.signUp()
  const before = await ana.jwt()
  await expireKeys('1 second')
  const after = await ana.jwt()
  expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)

  const [warm, cold] = [api, await replica(databaseUrl)]
  for (const who of [warm, cold]) {
    expect(await statusOf(who, before)).toBe(200)
    expect(await statusOf(who, after)).toBe(200)
  }
  const kids = (await publicKeys()).map(({ kid }) => kid)
  expect(kids).toEqual(expect.arrayContaining([before, after].map(token => decodeProtectedHeader(token).kid)))
})

test('after its grace period a key is not in the list and verifies nothing', async () => {
  const ana = api.browser()
  await ana.signUp()
  const old = await ana.jwt()
  await expireKeys(`${graceSeconds + 1} seconds`)
  const { kid } = decodeProtectedHeader(old)
  expect((await publicKeys()).some(key => key.kid === kid)).toBe(false)
  expect(await statusOf(await replica(databaseUrl), old)).toBe(401)
})

test('another function verifies the tokens by the public keys, and fetches a new key by itself', async () => {
  const ana = api.browser()
  const { id } = await ana.signUp()
  const { createServer } = await import('node:http')
  const server = createServer(async (_, response) => response.end(JSON.stringify({ keys: await publicKeys() })))
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const keys = { jwksUrl: `http://127.0.0.1:${port}/`, cooldownMs: 0 }
  const verify = verifier({ issuer: ownIssuer.issuer, audience: ownIssuer.audience, keys })

  expect(await verify(await ana.jwt())).toMatchObject({ userId: id })
  await expireKeys('1 second')
  expect(await verify(await ana.jwt())).toMatchObject({ userId: id })
  await new Promise(closed => server.close(closed))
})

test('the database contains the private key only in encrypted form', async () => {
  await api.browser().signUp()
  const rows = await api.owner<{ private_key: string }[]>`select private_key from identity.jwks`
  expect(rows.length).toBeGreaterThan(0)
  for (const { private_key } of rows) expect(private_key).not.toMatch(/"d"|OKP/)
})
