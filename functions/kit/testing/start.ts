import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { afterAll } from 'vitest'
import type { Alarms } from '../alarms/alarms.ts'
import type { EventType } from '../core/event-type.ts'
import * as common from '../core/problems.ts'
import { type AnyFunction, describe, type FunctionDefinition, type Given, type Settings } from '../define-function.ts'
import { bodyOf, httpHeaders } from '../events/cloud-event.ts'
import type { Outgoing, Publisher } from '../events/event.ts'
import type { Outbox } from '../events/outbox.ts'
import type { Identify } from '../http/api.ts'
import { openApi } from '../http/openapi.ts'
import { identifyByJwt } from '../identity/identify-by-jwt.ts'
import { createLog, type Log } from '../log.ts'
import { makeFunction } from '../make-function.ts'
import { connect, type Sql } from '../postgres/connect.ts'
import { sampleSettings } from '../settings/samples.ts'
import { testDatabase } from './database.ts'
import { type TestIssuer, testIssuer } from './issuer.ts'
import { openApiChecker } from './matches-openapi.ts'

export interface StartOptions<TSettings, TDeps> {
  /** Another process on the database of an earlier one. */
  databaseUrl?: string
  issuer?: TestIssuer
  settings?: Record<string, string>
  /** Where the clock of the test begins; without it time goes on by itself. */
  at?: string
  now?: () => Date
  publisher?: Publisher
  alarms?: Alarms
  identify?: (given: Omit<Given<TSettings>, 'identify'>, issuer: TestIssuer) => Identify
  connections?: number
  deps?: (given: Given<TSettings>) => Partial<TDeps>
  log?: Log
}

export interface Answer<T = unknown> {
  status: number
  body: T
  headers: Headers
}

export interface Asking {
  body?: unknown
  headers?: Record<string, string>
}

/**
 * A function as its process makes it, on a real Postgres, with the clock and the broker in the hands of the test. Every
 * answer is one that its document promises, every event one that it declares.
 */
export async function start<TEntries extends v.ObjectEntries, TDeps extends object, TSchema extends string | undefined>(
  definition: FunctionDefinition<TEntries, TDeps, TSchema>,
  options: StartOptions<Settings<TEntries>, TDeps> = {},
) {
  const { schema } = definition
  const databaseUrl = schema ? (options.databaseUrl ?? (await testDatabase())) : ''
  const clock = { now: new Date(options.at ?? '2026-11-21T09:30:00.000Z') }
  const now = options.now ?? (options.at === 'now' ? () => new Date() : () => clock.now)
  const issuer = options.issuer ?? (await testIssuer(now))
  const secret = randomUUID() + randomUUID()
  const delivery = `Bearer ${secret}`
  const published: Outgoing[] = []
  const broker = { away: false }
  const { publish, ...rest } = options.publisher ?? { publish: async () => {}, close: async () => {} }
  const publisher: Publisher = {
    ...rest,
    async publish(events) {
      if (broker.away) throw new Error('The broker is away.')
      for (const event of events) mustBeDeclared(definition as AnyFunction, event)
      await publish(events)
      published.push(...events)
    },
  }
  const {
    identify = () => identifyByJwt(issuer.verify),
    alarms,
    deps,
    log = createLog(definition.name, 'silent'),
  } = options
  const environment = {
    ...sampleSettings(definition as AnyFunction),
    DATABASE_URL: databaseUrl,
    EVENTS_SECRET: secret,
    ...options.settings,
  }
  const made = makeFunction(definition, environment, {
    publisher,
    identify: given => identify(given, issuer),
    now,
    log,
    outboxAlarm: { after: () => {} },
    connections: options.connections ?? 8,
    ...(alarms && { alarms }),
    ...(deps && { deps }),
  })
  const owner: Sql = schema ? connect(databaseUrl, undefined, { connections: 2 }) : noDatabase
  afterAll(() => Promise.all([made.close(), ...(schema ? [owner.end()] : [])]))

  const described = describe(definition as AnyFunction)
  const problems = described.operations.flatMap(({ refusals = [], missing }) => [
    ...refusals,
    ...(missing ? [missing] : []),
  ])
  const document = openApi({ info: {}, problems: [...Object.values(common), ...problems] }, [described])
  const check = openApiChecker(document, described.operations)

  /** Asks as anybody: `authorization` says as whom. */
  async function request<T = unknown>(
    method: string,
    path: string,
    { body, headers = {} }: Asking = {},
  ): Promise<Answer<T>> {
    const json = body !== undefined && typeof body !== 'string'
    const response = await made.app.request(path, {
      method,
      headers: { ...(json && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as string) }),
    })
    const text = await response.text()
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    const answer = type.endsWith('json') ? JSON.parse(text) : text || undefined
    check({ method, path, status: response.status, type, body: answer })
    return { status: response.status, body: answer as T, headers: response.headers }
  }

  return {
    ...made,
    sql: made.sql ?? noDatabase,
    outbox: made.outbox ?? noOutbox,
    owner,
    databaseUrl,
    clock,
    issuer,
    broker,
    published,
    delivery,
    request,
    operations: described.operations,
    /** What a source brings, as KafkaSource does it. */
    deliver: async (event: Outgoing, more: Record<string, string> = {}, path = '/') =>
      made.app.request(path, {
        method: 'POST',
        headers: { ...httpHeaders(event), authorization: delivery, ...more },
        body: bodyOf(event),
      }),
    /** A request of this user, who has a fresh token each time. */
    as: async <T = unknown>(userId: string, method: string, path: string, { body, headers }: Asking = {}) =>
      request<T>(method, path, {
        body,
        headers: { authorization: `Bearer ${await issuer.token(userId)}`, ...headers },
      }),
  }
}

const noDatabase = undefined as unknown as Sql
const noOutbox = undefined as unknown as Outbox

export const newUser = () => `user-${randomUUID()}`

/** Throws when a function emits what it does not declare, or data that its type does not describe, field by field. */
function mustBeDeclared({ name, emits = [] }: AnyFunction, event: Outgoing): void {
  const declared = emits.find(({ type }: EventType) => type === event.type)
  // A replay sends what others have emitted.
  if (!declared && !event.source.endsWith(`/${name}`)) return
  if (!declared) throw new Error(`${name} does not declare that it emits ${event.type}`)
  if (declared.topic !== event.topic) throw new Error(`${event.type} belongs to ${declared.topic}, not ${event.topic}`)
  const sent = JSON.parse(JSON.stringify(event.data))
  if (!isDeepStrictEqual(v.parse(declared.data, sent), sent))
    throw new Error(`${event.type} carries what its type does not describe: ${JSON.stringify(sent)}`)
}
