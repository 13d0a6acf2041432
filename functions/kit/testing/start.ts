import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, expect } from 'vitest'
import type { Alarms } from '../alarms/alarms.ts'
import type { EventType } from '../core/event-type.ts'
import {
  type AnyFunction,
  describe,
  type FunctionDefinition,
  type Resources,
  type Settings,
} from '../define-function.ts'
import { bodyOf, httpHeaders } from '../events/cloud-event.ts'
import { BrokerAway, type Outgoing, type Publisher } from '../events/event.ts'
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
import { unbatched } from './unbatched.ts'

interface StartOptions<TSettings, TDeps> {
  /** The database of an earlier instance, to start a second process on it. */
  databaseUrl?: string
  issuer?: TestIssuer
  settings?: Record<string, string>
  /** The fixed time of the test's clock, or `now` for the real clock. */
  at?: string
  now?: () => Date
  publisher?: Publisher
  alarms?: Alarms
  identify?: (resources: Omit<Resources<TSettings>, 'identify'>, issuer: TestIssuer) => Identify
  connections?: number
  isStarting?: () => boolean
  deps?: (resources: Resources<TSettings>) => Partial<TDeps>
  log?: Log
}

export interface Answer<T = unknown> {
  status: number
  body: T
  headers: Headers
}

export interface RequestOptions {
  body?: unknown
  headers?: Record<string, string>
}

/** Exists only for a function with a schema. */
type WithSchema<TSchema, T> = TSchema extends string ? T : undefined

/**
 * Makes a function as its own process does, on a real Postgres, with a clock and a broker that the test controls. Fails the
 * test if an answer does not fit the OpenAPI document, or an event is not declared.
 */
export async function start<TEntries extends v.ObjectEntries, TDeps extends object, TSchema extends string | undefined>(
  definition: FunctionDefinition<TEntries, TDeps, TSchema>,
  options: StartOptions<Settings<TEntries>, TDeps> = {},
) {
  const declaration = definition as AnyFunction
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
      if (broker.away) throw new BrokerAway('The broker is away.')
      for (const event of unbatched(events)) mustBeDeclared(declaration, event)
      await publish(events)
      published.push(...events)
    },
  }
  const { identify = () => identifyByJwt(issuer.verify), alarms, deps } = options
  const environment = {
    ...sampleSettings(declaration),
    DATABASE_URL: databaseUrl,
    EVENTS_SECRET: secret,
    ...options.settings,
  }
  const made = makeFunction(definition, environment, {
    publisher,
    identify: resources => identify(resources, issuer),
    now,
    log: options.log ?? createLog(definition.name, 'silent'),
    outboxTimer: { after: () => {} },
    isStarting: options.isStarting ?? (() => false),
    connections: options.connections ?? 8,
    ...(alarms && { alarms }),
    ...(deps && { deps }),
  })
  const owner = schema ? connect(databaseUrl, undefined, { connections: 2 }) : undefined
  afterAll(() => Promise.all([made.close(), owner?.end()]))

  const described = describe(declaration)
  const check = openApiChecker(openApi({ info: {} }, [described]), described.operations)

  /** Sends a request without a token, unless `headers` has one. */
  async function request<T = unknown>(
    method: string,
    path: string,
    { body, headers = {} }: RequestOptions = {},
  ): Promise<Answer<T>> {
    const json = body !== undefined && typeof body !== 'string'
    const response = await made.app.request(path, {
      method,
      headers: { ...(json && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    const answer = type.endsWith('json') ? JSON.parse(text) : text || undefined
    check({ method, path, status: response.status, type, body: answer })
    return { status: response.status, body: answer as T, headers: response.headers }
  }

  return {
    ...made,
    sql: made.sql as WithSchema<TSchema, Sql>,
    outbox: made.outbox as WithSchema<TSchema, Outbox>,
    owner: owner as WithSchema<TSchema, Sql>,
    databaseUrl,
    clock,
    issuer,
    broker,
    published,
    delivery,
    request,
    operations: described.operations,
    /** Delivers an event as KafkaSource does. */
    deliver: async (event: Outgoing, more: Record<string, string> = {}, path = '/') =>
      made.app.request(path, {
        method: 'POST',
        headers: { ...httpHeaders(event), authorization: delivery, ...more },
        body: bodyOf(event),
      }),
    /** Sends a request with a new token of this user. */
    as: async <T = unknown>(userId: string, method: string, path: string, { body, headers }: RequestOptions = {}) =>
      request<T>(method, path, {
        body,
        headers: { authorization: `Bearer ${await issuer.token(userId)}`, ...headers },
      }),
  }
}

export const newUser = () => `user-${randomUUID()}`

/** Throws if a function emits a type that it does not declare, or data with a field that its type does not describe. */
function mustBeDeclared({ name, emits = [] }: AnyFunction, event: Outgoing): void {
  const declared = emits.find(({ type }: EventType) => type === event.type)
  // A replay publishes events of other functions.
  if (!declared && !event.source.endsWith(`/${name}`)) return
  if (!declared) throw new Error(`${name} emits ${event.type} without declaring it: add it to emits.`)
  const isThere = [declared.topic, declared.formerly?.(event.data)?.topic].includes(event.topic)
  if (!isThere) throw new Error(`${event.type} belongs to ${declared.topic}, not ${event.topic}`)
  // A receiver fills in defaults. It must not drop or change anything.
  const sent = JSON.parse(JSON.stringify(event.data))
  expect(v.parse(declared.data, sent), `the data of ${event.type}`).toMatchObject(sent)
}
