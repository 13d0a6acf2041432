import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { bodyOf, httpHeaders } from '../../kit/events/cloud-event.ts'
import type { Outgoing, Publisher } from '../../kit/events/event.ts'
import { bySecret } from '../../kit/events/may-deliver.ts'
import { identifyByJwt } from '../../kit/identity/identify-by-jwt.ts'
import { createLog } from '../../kit/log.ts'
import { connect } from '../../kit/postgres/connect.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { openApiChecker } from '../../kit/testing/matches-openapi.ts'
import { createFunction } from '../function.ts'
import { auditSinkDocument } from '../openapi.ts'

export interface Entry {
  seq: number
  id: string
  source: string
  type: string
  taskId: string | null
  time: string
  actor: { kind: string; id: string } | null
  data: unknown
  hash: string
  previousHash: string
}

export const operatorToken = 'the-operator-of-these-tests'

/** An audit-sink on a database of its own. Every answer is one that its OpenAPI document promises. */
export async function auditSink(options: { publisher?: Publisher; operatorToken?: string | undefined } = {}) {
  const databaseUrl = await testDatabase()
  const sql = connect(databaseUrl, 'audit_sink', { connections: 8 })
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  afterAll(() => Promise.all([sql.end(), owner.end()]))
  const clock = { now: new Date('2026-11-21T09:30:00.000Z') }
  const now = () => clock.now
  const issuer = await testIssuer(now)
  const published: Outgoing[] = []
  const delivery = `Bearer ${randomUUID()}`
  const { app, operations } = createFunction({
    sql,
    publisher: options.publisher ?? {
      publish: async events => void published.push(...events),
      close: async () => {},
    },
    admit: bySecret(delivery.slice('Bearer '.length)),
    identify: identifyByJwt(issuer.verify),
    operatorToken: 'operatorToken' in options ? options.operatorToken : operatorToken,
    cursorSecret: randomUUID(),
    now,
    log: createLog('audit-sink', 'silent'),
  })
  const check = openApiChecker(auditSinkDocument(), operations)

  async function request<T = unknown>(method: string, path: string, authorization?: string) {
    const response = await app.request(path, { method, headers: { ...(authorization && { authorization }) } })
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    const body = (await response.json()) as T
    check({ method, path, status: response.status, type, body })
    return { status: response.status, body }
  }

  const deliver = (event: Outgoing, more: Record<string, string> = {}, path = '/') =>
    app.request(path, {
      method: 'POST',
      headers: { ...httpHeaders(event), authorization: delivery, ...more },
      body: bodyOf(event),
    })

  async function person(userId = `user-${randomUUID()}`) {
    const token = `Bearer ${await issuer.token(userId)}`
    const get = <T>(path: string) => request<T>('GET', path, token)
    return {
      userId,
      token,
      get,
      list: async (query = '') =>
        (await get<{ items: Entry[]; next: string | null }>(`/api/audit?limit=100&${query}`)).body,
      verify: async () => (await get<{ ok: boolean; checked: number }>('/api/audit/verify')).body,
    }
  }

  const asOperator = <T>(method: string, path: string) => request<T>(method, path, `Bearer ${operatorToken}`)

  return { app, operations, sql, owner, clock, published, delivery, request, deliver, person, asOperator }
}
