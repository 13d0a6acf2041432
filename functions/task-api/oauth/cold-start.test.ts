import { randomUUID } from 'node:crypto'
import { registerHooks } from 'node:module'
import { exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { hashOf } from '../identity/secret.ts'
import { ownIssuer } from '../testing/browser.ts'
import { exchange, oauthServer } from '../testing/oauth.ts'

const loaded = new Set<string>()
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    const [name] = /(?<=\/node_modules\/)(better-auth|kysely)\/.*/.exec(found.url) ?? []
    if (name) loaded.add(name)
    return found
  },
})

const isOfCrypto = (file: string) => file.startsWith('better-auth/dist/crypto/')

test('an exchange imports the decryption of the signing key, and not the sign-in library', async () => {
  const { owner, ...api } = await oauthServer()
  const [kid, apiToken] = [randomUUID(), `zd_${'x'.repeat(43)}`]
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const { symmetricEncrypt } = await import('better-auth/crypto')
  const data = JSON.stringify(await exportJWK(privateKey))
  const encrypted = JSON.stringify(await symmetricEncrypt({ key: ownIssuer.secret, data }))
  await owner`
    insert into identity.jwks (id, public_key, private_key, created_at)
    values (${kid}, ${JSON.stringify(await exportJWK(publicKey))}, ${encrypted}, now())`
  await owner`
    insert into identity.api_token (user_id, id, name, scopes, hash, created_at)
    values ('ana', ${randomUUID()}, 'a program', '{read}', ${hashOf(apiToken)}, now())`

  expect((await exchange({ owner, ...api }, apiToken)).status).toBe(200)
  expect([...loaded].some(isOfCrypto)).toBe(true)
  expect([...loaded].filter(file => !isOfCrypto(file))).toEqual([])

  await api.browser().signUp()
  expect([...loaded].filter(file => !isOfCrypto(file))).not.toEqual([])
})
