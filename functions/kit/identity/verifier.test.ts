import { createHmac, createPublicKey, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestIssuer, testIssuer } from '../testing/issuer.ts'
import { verifier } from './verifier.ts'

const at = new Date('2026-11-21T09:30:00.000Z')
const now = () => at
const seconds = (offset: number) => at.getTime() / 1000 + offset

let own: TestIssuer
beforeAll(async () => {
  own = await testIssuer(now)
})

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')

test('a valid token gives its user, the time of issue and the expiry', async () => {
  expect(await own.verify(await own.token('ana'))).toEqual({
    userId: 'ana',
    issuedAt: at,
    until: new Date(at.getTime() + 900_000),
  })
})

describe('a token is refused when', () => {
  const claims = () => ({ sub: 'ana', iss: own.issuer, aud: own.audience, iat: seconds(0), exp: seconds(900) })

  test.each<[string, Record<string, unknown>]>([
    ['it has expired', { exp: seconds(-6) }],
    ['it is not valid yet', { nbf: seconds(60) }],
    ['it was issued in the future', { iat: seconds(60) }],
    ['it is older than a day, whatever its expiry says', { iat: seconds(-25 * 3600), exp: seconds(900) }],
    ['it is for another audience', { aud: 'another' }],
    ['it comes from another issuer', { iss: 'https://issuer.test.evil.example' }],
    ['it never expires', { exp: undefined }],
    ['it does not say when it was issued', { iat: undefined }],
    ['it has no subject', { sub: undefined }],
    ['its subject is empty', { sub: '' }],
    ['its subject has a NUL, which Postgres cannot store', { sub: 'ana\0' }],
    ['its subject has 256 characters', { sub: 'a'.repeat(256) }],
  ])('%s', async (_, wrong) => {
    expect(await own.verify(await own.token('ana', wrong))).toBeUndefined()
  })

  test('it has no signature (alg none)', async () => {
    for (const alg of ['none', 'None', 'NONE', ''])
      expect(await own.verify(`${part({ alg, kid: 'test' })}.${part(claims())}.`)).toBeUndefined()
  })

  test('the public key was used as a shared secret to sign it (HS256)', async () => {
    const [jwk] = own.jwks.keys
    const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    for (const secret of [pem, JSON.stringify(jwk), Buffer.from(jwk?.x ?? '', 'base64url')]) {
      const signed = `${part({ alg: 'HS256', kid: 'test' })}.${part(claims())}`
      const signature = createHmac('sha256', secret).update(signed).digest('base64url')
      expect(await own.verify(`${signed}.${signature}`)).toBeUndefined()
    }
  })

  test('its key id is unknown', async () => {
    expect(await own.verify(await own.token('ana', {}, { kid: 'another' }))).toBeUndefined()
  })

  test('another key with the same key id signed it', async () => {
    const { privateKey } = await generateKeyPair('EdDSA')
    const forged = await new SignJWT(claims()).setProtectedHeader({ alg: 'EdDSA', kid: 'test' }).sign(privateKey)
    expect(await own.verify(forged)).toBeUndefined()
  })

  test('it carries its own key in the header', async () => {
    const [jwk] = (await testIssuer(now)).jwks.keys
    const other = await own.token('ana', {}, { kid: 'mine', ...(jwk && { jwk }) })
    expect(await own.verify(other)).toBeUndefined()
  })

  test('one character of it was changed', async () => {
    const token = await own.token('ana')
    const [header = '', payload = '', signature = ''] = token.split('.')
    const bob = part({ ...claims(), sub: 'bob' })
    const changed = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    expect(await own.verify(`${header}.${bob}.${signature}`)).toBeUndefined()
    expect(await own.verify(`${header}.${payload}.${changed}`)).toBeUndefined()
  })

  test.each<[string, string]>([
    ['it is empty', ''],
    ['it is only dots', '..'],
    ['it is not base64', 'a.b.c'],
    ['it is encrypted', 'a.b.c.d.e'],
    ['it is JSON', '{"sub":"ana"}'],
    ['it is random bytes', randomBytes(200).toString('base64url')],
    ['it is very long', 'a'.repeat(1_000_000)],
  ])('%s', async (_, garbage) => {
    expect(await own.verify(garbage)).toBeUndefined()
  })
})

test('a key that the issuer adds is accepted, and a key that it removes is refused', async () => {
  const [first, second] = [await testIssuer(), await testIssuer()]
  const [old, fresh] = [first.jwks.keys.map((key): object => ({ ...key, kid: 'old' })), second.jwks.keys]
  let keys: object[] = old
  await using published = await publish(() => JSON.stringify({ keys }))
  const verify = verifier({ ...first, keys: { jwksUrl: published.url, cooldownMs: 0 } })

  const [byOld, byFresh] = [await first.token('ana', {}, { kid: 'old' }), await second.token('ana')]
  expect(await verify(byOld)).toMatchObject({ userId: 'ana' })
  expect(await verify(byFresh)).toBeUndefined()
  keys = fresh
  expect(await verify(byFresh)).toMatchObject({ userId: 'ana' })
  expect(await verify(byOld)).toBeUndefined()
})

test('a cached token still expires, and a token with the same signature over other claims is refused', async () => {
  const clock = { now: at }
  const { verify, token } = await testIssuer(() => clock.now)
  const good = await token('ana')
  const verified = { userId: 'ana', issuedAt: at, until: new Date(at.getTime() + 900_000) }
  expect(await verify(good)).toEqual(verified)
  expect(await verify(good)).toEqual(verified)

  const [head, , signature] = good.split('.')
  const claims = Buffer.from(good.split('.')[1] ?? '', 'base64url').toString()
  expect(await verify(`${head}.${part({ ...JSON.parse(claims), sub: 'bob' })}.${signature}`)).toBeUndefined()

  clock.now = new Date(at.getTime() - 60_000)
  expect(await verify(good)).toBeUndefined()
  clock.now = new Date(at.getTime() + 899_000)
  expect(await verify(good)).toEqual(verified)
  clock.now = new Date(at.getTime() + 906_000)
  expect(await verify(good)).toBeUndefined()
})

test('the cache of tokens is bounded, and an evicted token is verified again', async () => {
  const { verify, token } = await testIssuer(now)
  const tokens = await Promise.all(Array.from({ length: 1_100 }, (_, i) => token(`user-${i}`)))
  for (const round of [1, 2])
    for (const [i, one] of tokens.entries())
      expect(await verify(one), String(round)).toMatchObject({ userId: `user-${i}` })
})

test('when the keys of the issuer are out of reach the refusal is 503, so that the client tries again', async () => {
  const { issuer, audience, token } = await testIssuer()
  await using broken = await publish(() => 'not JSON')
  for (const jwksUrl of [broken.url, 'http://127.0.0.1:1/'])
    await expect(verifier({ issuer, audience, keys: { jwksUrl } })(await token('ana'))).rejects.toMatchObject({
      refusal: { refused: { code: 'unavailable' } },
    })
})

async function publish(body: () => string) {
  const server = createServer((_, response) => response.end(body()))
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () => new Promise<void>(closed => server.close(() => closed())),
  }
}

describe('the scopes of a token', () => {
  test.each<[string, unknown, string[] | undefined]>([
    ['are those that it names', 'read', ['read']],
    ['have one order', 'write openid read', ['read', 'write']],
    ['are all without the claim', undefined, undefined],
    ['are all when another issuer names only its own', 'openid email', undefined],
    ['are all when the claim is no text', ['read'], undefined],
  ])('%s', async (_, scope, scopes) => {
    expect((await own.verify(await own.token('ana', { scope })))?.scopes).toEqual(scopes)
  })
})

describe('a token for the assistant', () => {
  const act = { sub: 'assistant', door: 'mcp' }

  test('names its door, and has only the scopes that it names', async () => {
    const verified = await own.verify(await own.token('ana', { act, scope: 'read' }))
    expect(verified).toMatchObject({ userId: 'ana', assistantDoor: 'mcp', scopes: ['read'] })
    for (const scope of [undefined, 'openid'])
      expect(await own.verify(await own.token('ana', { act, scope }))).toMatchObject({ scopes: [] })
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['text', 'assistant'],
    ['empty', {}],
    ['of another actor', { ...act, sub: 'admin' }],
    ['without a door', { sub: 'assistant' }],
    ['with an empty door', { ...act, door: '' }],
    ['with a door that is too long', { ...act, door: 'x'.repeat(51) }],
    ['with a door with a line break', { ...act, door: 'mcp\nx' }],
    ['with a door that is not ASCII', { ...act, door: 'мcp' }],
  ])('is refused when its claim act is %s', async (_, wrong) => {
    expect(await own.verify(await own.token('ana', { act: wrong, scope: 'read' }))).toBeUndefined()
  })
})
