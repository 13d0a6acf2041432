import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../kit/testing/database.ts'
import { type Browser, publicUrl, type Replica } from '../testing/browser.ts'
import { connect, connectionsOf, newVerifier, oauthServer, queryOf, show } from '../testing/oauth.ts'

let closed: Replica
let open: Replica
let ana: Browser
beforeAll(async () => {
  const databaseUrl = await testDatabase()
  closed = await oauthServer({ databaseUrl })
  open = await oauthServer({ databaseUrl, settings: { OAUTH_REGISTRATION: 'true' } })
  ana = open.browser()
  await ana.signUp()
})

const register = (body: unknown, api = open, headers = {}) =>
  api.request('POST', '/api/oauth/register', { body, headers })
const redirectUri = 'http://127.0.0.1:4711/callback'

test('the metadata of the server names what it can do, and the registration only where it is on', async () => {
  const path = '/.well-known/oauth-authorization-server'
  const { body } = await closed.request('GET', path)
  expect(body).toMatchObject({
    issuer: publicUrl,
    authorization_endpoint: `${publicUrl}/authorize`,
    token_endpoint: `${publicUrl}/api/oauth/token`,
    revocation_endpoint: `${publicUrl}/api/oauth/revoke`,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
  })
  expect(body).not.toHaveProperty('registration_endpoint')
  expect((await open.request('GET', path)).body.registration_endpoint).toBe(`${publicUrl}/api/oauth/register`)
})

test('without the setting nobody registers', async () => {
  expect(await register({ redirect_uris: [redirectUri] }, closed)).toMatchObject({
    status: 404,
    body: { code: 'route-not-found' },
  })
})

test('a program that registered itself connects, and people see that nobody vouches for it', async () => {
  const registered = await register({
    client_name: 'A program',
    client_uri: 'https://famous.example/',
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    contacts: ['ana@example.com'],
  })
  expect(registered).toMatchObject({
    status: 201,
    body: {
      client_id: expect.any(String),
      client_name: 'A program',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    },
  })
  expect(registered.body).not.toHaveProperty('client_secret')
  const client = { id: String(registered.body.client_id), redirectUri }
  expect((await show(ana, queryOf(client, newVerifier()))).body.client).toEqual({
    id: client.id,
    name: 'A program',
    uri: null,
    host: null,
    verified: false,
  })
  await connect(open, ana, client)
  expect(await connectionsOf(ana)).toMatchObject([{ clientId: client.id, name: 'A program' }])
})

test('a page on the host of a redirect address is kept', async () => {
  const { body } = await register({
    client_uri: 'https://program.example/about',
    redirect_uris: ['https://program.example/callback'],
  })
  expect(body).toMatchObject({ client_name: 'program.example', client_uri: 'https://program.example/about' })
})

describe('a registration is refused when', () => {
  test.each<[string, object, string]>([
    ['it has no address', {}, 'invalid_redirect_uri'],
    ['an address is a script', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['an address lacks TLS', { redirect_uris: ['http://program.example/'] }, 'invalid_redirect_uri'],
    ['it has too many addresses', { redirect_uris: Array(51).fill(redirectUri) }, 'invalid_redirect_uri'],
    ['its name is no text', { redirect_uris: [redirectUri], client_name: {} }, 'invalid_client_metadata'],
    ['it cannot take codes', { redirect_uris: [redirectUri], grant_types: ['implicit'] }, 'invalid_client_metadata'],
  ])('%s', async (_, body, error) => {
    expect(await register(body)).toMatchObject({ status: 400, body: { error } })
  })

  test('it is no object, or too long', async () => {
    expect(await register(null)).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    expect(await register({ redirect_uris: [redirectUri], x: 'x'.repeat(40_000) })).toMatchObject({ status: 413 })
  })

  test('its address has registered too many', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.8' }
    const statuses = await Promise.all(
      Array.from({ length: 31 }, async () => (await register({ redirect_uris: [redirectUri] }, open, headers)).status),
    )
    expect(statuses.filter(status => status === 429)).toHaveLength(1)
    expect((await register({ redirect_uris: [redirectUri] })).status).toBe(201)
  })
})
