import { createHmac, randomUUID } from 'node:crypto'
import { registerHooks } from 'node:module'
import { expect, test } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { bearer, ownIssuer, replica } from '../testing/browser.ts'
import { hashOf } from './secret.ts'

const loaded = new Set<string>()
registerHooks({
  resolve(specifier, context, next) {
    const [name] = /better-auth|kysely/.exec(specifier) ?? []
    if (name) loaded.add(name)
    return next(specifier, context)
  },
})

const api = await replica(await testDatabase())

test('only sign-up and sign-in import the sign-in library', async () => {
  const { owner } = api
  const [apiToken, session] = [`zd_${'x'.repeat(43)}`, 'the token of a session']
  const issuer = await testIssuer()
  const kid = randomUUID()
  await owner`insert into identity.person values ('ana', 'ana@example.com', true, 'Ana', null, null, null, now(), now())`
  await owner`
    insert into identity.session values (
      's', 'ana', ${session}, now() + interval '1 hour', null, null, now(), now())`
  await owner`
    insert into identity.api_token (user_id, id, name, scopes, hash, created_at)
    values ('ana', ${randomUUID()}, 'a program', '{read}', ${hashOf(apiToken)}, now())`
  await owner`
    insert into identity.jwks (id, public_key, private_key, created_at)
    values (${kid}, ${JSON.stringify(issuer.jwks.keys[0])}, 'not needed here', now())`

  const signature = createHmac('sha256', ownIssuer.secret).update(session).digest('base64')
  const { issuer: iss, audience: aud } = ownIssuer
  const credentials = [
    { cookie: `zerodue.session_token=${encodeURIComponent(`${session}.${signature}`)}` },
    bearer(await issuer.token('ana', { iss, aud }, { kid })),
    bearer(apiToken),
  ]
  for (const headers of credentials)
    expect(await api.request('GET', '/api/me', { headers })).toMatchObject({ status: 200, body: { id: 'ana' } })
  expect((await api.request('GET', '/api/auth/jwks')).status).toBe(200)
  expect([...loaded]).toEqual([])

  await api.browser().signUp()
  expect([...loaded].sort()).toEqual(['better-auth', 'kysely'])
})
