import { createHash, randomBytes } from 'node:crypto'
import { testDatabase } from '../../kit/testing/database.ts'
import { localServer } from '../../kit/testing/local-server.ts'
import { exchangeGrant } from '../oauth/metadata.ts'
import { type Browser, ownIssuer, publicUrl, type Replica, type Reply, replica } from './browser.ts'

export const resource = `${publicUrl}/mcp`
export const assistantSecret = 'the secret of the assistant in these tests'
export const assistant = { authorization: `Basic ${btoa(`assistant:${assistantSecret}`)}` }

interface Options {
  databaseUrl?: string
  settings?: Record<string, string>
  now?: () => Date
}

/** A task-api that fetches the documents of clients from this computer. */
export async function oauthServer({ databaseUrl, settings, now }: Options = {}) {
  const more = { ASSISTANT_SECRET: assistantSecret, WEBHOOK_ALLOW: '127.0.0.0/8', ...settings }
  return replica(databaseUrl ?? (await testDatabase()), ownIssuer, undefined, {
    settings: more,
    ...(now && { now }),
  })
}

/** A program with a metadata document on a server of its own. A test changes `document`. */
export async function program(more: object = {}) {
  const app = { document: {} as unknown }
  const server = await localServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(app.document))
  })
  const id = `${server.url}/oauth/client.json`
  const redirectUri = 'http://127.0.0.1:4711/callback'
  app.document = {
    client_id: id,
    client_name: 'A program',
    redirect_uris: ['http://127.0.0.1/callback', 'https://program.example/callback', 'cursor://program/callback'],
    ...more,
  }
  return Object.assign(app, { id, redirectUri, server })
}

export type Program = Pick<Awaited<ReturnType<typeof program>>, 'id' | 'redirectUri'>

export const newVerifier = () => randomBytes(32).toString('base64url')
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

/** The query of the page of consent. A test leaves out a parameter by `undefined`. */
export function queryOf(
  { id, redirectUri }: Program,
  verifier: string,
  more: Record<string, string | undefined> = {},
): string {
  const all: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUri,
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
    scope: 'read write',
    state: 'the state of the program',
    resource,
    ...more,
  }
  return String(
    new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  )
}

export const show = (person: Browser, query: string) => person.request('GET', `/api/oauth/authorization?${query}`)

export const decide = (person: Browser, query: string, more: object = {}) =>
  person.request('POST', '/api/oauth/authorization', { body: { query, decision: 'allow', ...more } })

/** The parameters with which the browser returns to the program. */
export const answerIn = ({ body }: Reply): Record<string, string> => {
  const text = String(body.redirectTo)
  return Object.fromEntries(new URLSearchParams(text.slice(text.indexOf('?'))))
}

export const form = { 'content-type': 'application/x-www-form-urlencoded' }

export const token = (api: Replica, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  api.request('POST', '/api/oauth/token', {
    body: String(new URLSearchParams(parameters)),
    headers: { ...form, ...headers },
  })

export const redeem = (
  api: Replica,
  { id, redirectUri }: Program,
  code: string,
  verifier: string,
  more: Record<string, string> = {},
) =>
  token(api, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: id,
    code_verifier: verifier,
    ...more,
  })

export const refresh = (api: Replica, { id }: Program, refreshToken: string, more: Record<string, string> = {}) =>
  token(api, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: id, ...more })

export const exchange = (
  api: Replica,
  subject: string,
  more: Record<string, string> = {},
  headers: Record<string, string> = assistant,
) =>
  token(
    api,
    {
      grant_type: exchangeGrant,
      subject_token: subject,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource,
      door: 'mcp',
      ...more,
    },
    headers,
  )

/** From consent to the first tokens. */
export async function connect(api: Replica, person: Browser, client: Program, scopes = ['read', 'write']) {
  const verifier = newVerifier()
  const allowed = await decide(person, queryOf(client, verifier), { scopes })
  const { code = '' } = answerIn(allowed)
  const given = await redeem(api, client, code, verifier)
  if (given.status !== 200) throw new Error(`${given.status} ${JSON.stringify(given.body)}`)
  return tokensIn(given)
}

export const tokensIn = ({ body }: Reply) => ({
  access: String(body.access_token),
  refresh: String(body.refresh_token),
  scope: String(body.scope),
})

export const connectionsOf = async (person: Browser) =>
  (await person.request('GET', '/api/me/connections')).body.items as {
    id: string
    clientId: string
    name: string
    scopes: string[]
    createdAt: string
    lastUsedAt: string | null
  }[]
