import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import type { OutboxEvent } from '../../kit/events/event.ts'
import { bySecret } from '../../kit/events/may-deliver.ts'
import { createLog, type Log } from '../../kit/log.ts'
import { connect } from '../../kit/postgres/connect.ts'

import { openApiChecker } from '../../kit/testing/matches-openapi.ts'
import { configOf } from '../config.ts'
import { createFunction } from '../function.ts'
import { identify, verifierOf } from '../identity/identify.ts'
import type { IdentitySettings } from '../identity/settings.ts'
import { taskApiDocument } from '../openapi.ts'
import { testOutbox } from './outbox.ts'
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

/** One replica of task-api with its own pool and caches, as it runs: real keys, real clock. */
export function replica(databaseUrl: string, identity = ownIssuer, log: Log = createLog('task-api', 'silent')) {
  const sql = connect(databaseUrl, 'task_api', { connections: 6 })
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  afterAll(() => Promise.all([sql.end(), owner.end()]))
  const published: OutboxEvent[] = []
  const now = () => new Date()
  const deps = {
    sql,
    identity,
    config: configOf({}, undefined),
    now,
    outbox: testOutbox(sql, { publish: async events => void published.push(...events), close: async () => {} }),
    log,
    cursorSecret: secret,
    admit: bySecret(secret),
    identify: identify({ sql, identity, verify: verifierOf(sql, identity), now }),
  }
  const { app, operations } = createFunction(deps)
  const check = openApiChecker(taskApiDocument(), operations)

  async function request(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Reply> {
    const json = body !== undefined && typeof body !== 'string'
    const response = await app.request(path, {
      method,
      headers: { ...(json && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as string) }),
    })
    const text = await response.text()
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    const answered = type.endsWith('json') ? JSON.parse(text) : text
    check({ method, path, status: response.status, type, body: answered })
    return { status: response.status, headers: response.headers, body: answered }
  }

  return { app, sql, owner, published, request, browser: () => browser(request) }
}

export interface Sent {
  body?: unknown
  headers?: Record<string, string>
}

export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown> & Problem
}

type Request = (method: string, path: string, sent?: Sent) => Promise<Reply>

/** Keeps cookies and says where its pages come from, as a browser does. */
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
