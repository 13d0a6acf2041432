import { randomUUID } from 'node:crypto'
import type { Log } from '../../kit/log.ts'
import { type Answer, type RequestOptions, start } from '../../kit/testing/start.ts'
import definition from '../function.ts'
import { identify, verifierOf } from '../identity/identify.ts'
import type { IdentitySettings } from '../identity/settings.ts'
import type { Problem } from './signed-in.ts'

export const publicUrl = 'http://localhost:8080'
export const password = 'correct horse battery'
export const newEmail = () => `${randomUUID()}@example.com`

const secret = 'a secret of these tests, 32 letters or more'
export const ownIssuer: IdentitySettings = {
  publicUrl,
  webOrigins: [],
  secret,
  issuer: publicUrl,
  audience: 'zerodue',
}

interface ReplicaOptions {
  settings?: Record<string, string>
  now?: () => Date
}

/** One replica of task-api with its own pool and caches, real keys and, without `now`, the real clock. */
export async function replica(
  databaseUrl: string,
  identity = ownIssuer,
  log?: Log,
  { settings: more, now = () => new Date() }: ReplicaOptions = {},
) {
  const { publicUrl: PUBLIC_URL, webOrigins, issuer, audience, jwksUrl } = identity
  const settings = {
    AUTH_SECRET: identity.secret,
    PUBLIC_URL,
    WEB_ORIGINS: webOrigins.join(),
    JWT_ISSUER: issuer,
    JWT_AUDIENCE: audience,
    ...(jwksUrl && { JWKS_URL: jwksUrl }),
    ...more,
  }
  const started = await start(definition, {
    databaseUrl,
    settings,
    now,
    ...(log && { log }),
    identify: ({ sql, now }) => identify({ sql, identity, verify: verifierOf(sql, identity), now }),
  })
  const request = started.request as Request
  return { ...started, request, browser: () => browser(request) }
}
export type Replica = Awaited<ReturnType<typeof replica>>
export type Browser = ReturnType<typeof browser>

export type Reply = Answer<Record<string, unknown> & Problem>
type Request = (method: string, path: string, content?: RequestOptions) => Promise<Reply>

/** Stores cookies and sends the origin of its pages, as a browser does. */
function browser(request: Request) {
  const cookies = new Map<string, string>()
  const send: Request = async (method, path, { body, headers = {} } = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await request(method, path, {
      body,
      headers: {
        ...(method !== 'GET' && { origin: publicUrl, 'sec-fetch-site': 'same-origin' }),
        ...(cookie && { cookie }),
        ...headers,
      },
    })
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return reply
  }
  const must = async (reply: Promise<Reply>) => {
    const { status, body } = await reply
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
    return body
  }
  return {
    cookies,
    request: send,
    signUp: async (email = newEmail(), more: object = {}) => {
      const { user } = await must(send('POST', '/api/auth/sign-up/email', { body: { email, password, ...more } }))
      return { email, id: (user as { id: string }).id }
    },
    signIn: (email: string, given = password) =>
      send('POST', '/api/auth/sign-in/email', { body: { email, password: given } }),
    jwt: async () => String((await must(send('GET', '/api/auth/token'))).token),
    apiToken: async (scopes = ['read', 'write'], name = 'a program') => {
      const made = await must(send('POST', '/api/me/tokens', { body: { name, scopes } }))
      return { id: String(made.id), token: String(made.token) }
    },
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
