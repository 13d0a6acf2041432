import type { Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Alarms } from './alarms/alarms.ts'
import { alarmsEntries } from './alarms/settings.ts'
import type { EventType } from './core/event-type.ts'
import { admissionEntries } from './events/admission.ts'
import type { Publisher } from './events/event.ts'
import type { Handler, ReceivedEvent } from './events/handler.ts'
import type { InTransaction } from './events/inbox.ts'
import type { Outbox } from './events/outbox.ts'
import { patienceEntries } from './events/patience.ts'
import { eventsEntries } from './events/publish/broker.ts'
import type { IncomingEvent } from './events/read-event.ts'
import { setAsideRoutes } from './events/set-aside-routes.ts'
import type { EmitContext } from './events/stateless.ts'
import type { Identify, Route } from './http/api.ts'
import { webEntries } from './http/cors.ts'
import type { ApiDescription } from './http/openapi.ts'
import { opsRoutes } from './http/ops-routes.ts'
import { issuerEntries } from './identity/identify-by-jwt.ts'
import type { Log } from './log.ts'
import type { Sql } from './postgres/connect.ts'
import type { AskPart } from './readiness/part.ts'
import { logLevel, port, secret } from './settings/settings.ts'
import { telemetryEntries } from './telemetry/settings.ts'

/** The arguments of `deps`: connections, doors to the platform, the clock, and the settings that the function declares. */
export interface Resources<TSettings> {
  settings: TSettings
  /** The pool of the function's own role; only where it owns a schema. */
  sql: Sql
  /** Only where it owns a schema and emits events. */
  outbox: Outbox
  /** Only where it declares `ring`. */
  alarms: Alarms
  identify: Identify
  publisher: Publisher
  now: () => Date
  random: () => number
  log: Log
}

/** A second door for events, without the inbox. Its topics are those of the KafkaSource that delivers there. */
export interface Door<TDeps> {
  path: string
  topics: readonly string[]
  /** Which types it handles; it ignores all others. */
  takes?: (type: string) => boolean
  /** Reads the event in place of `readEvent`, where malformed events are welcome too. */
  read?: (c: Context) => Promise<IncomingEvent>
  /** One event, or several of one person from a batch, in order. */
  take(deps: TDeps, events: readonly ReceivedEvent[]): Promise<'handled' | 'duplicate'>
}

export type Settings<TEntries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<TEntries, undefined>>

/** The name of a function, and what it needs. */
interface Needs<TEntries extends v.ObjectEntries, TDeps extends object, TSchema extends string | undefined> {
  /** The name of its folder, its Knative Service, its bundle and its log lines. */
  name: string
  /** The Postgres schema that it owns; its role has the function's own name. Without one it is stateless. */
  schema?: TSchema
  /** Its own environment variables, in addition to those of every function. */
  settings?: TEntries
  /** Identifies users where the function signs them in itself. On a laptop the other functions use it too. */
  signsIn?(resources: Omit<Resources<Settings<TEntries>>, 'identify'>): Identify
  deps(resources: Resources<Settings<TEntries>>): TDeps
}

/** What a function does with its dependencies. */
interface Does<TDeps, TContext> {
  routes?: readonly Route<TDeps>[]
  /** The events that it handles. With a schema, the effect and the inbox record are one transaction. */
  on?: readonly Handler<TContext & TDeps>[]
  /** More doors for events, without the inbox: each must handle a redelivery by itself. */
  doors?: readonly Door<TDeps>[]
  /** Whether users and their programs may send events with a token of their own. */
  admitsCallers?: boolean
  /** Runs on a redelivery: the first delivery may have crashed between its commit and its last step. */
  redelivered?: (deps: TDeps, event: ReceivedEvent) => Promise<unknown>
  /** Runs when the alarm of this name rings. */
  ring?: (deps: TDeps, name: string) => Promise<unknown>
  /** Repairs what a crash left and removes old rows. Runs at the start and on every sweep event. */
  sweep?: (deps: TDeps) => Promise<unknown>
  /** Ends open streams before a shutdown, which then waits for the requests in progress. */
  stop?: (deps: TDeps) => void
  /** Adds handlers that run before the routes. */
  before?: (app: Hono, deps: TDeps) => void
  /** Adds handlers for the paths that no route has, such as files. */
  after?: (app: Hono, deps: TDeps) => void
  /** More parts that it can live without for a while, for `/ready`. */
  parts?: (deps: TDeps) => Record<string, AskPart>
  /** Every type of event that it emits. */
  emits?: readonly EventType[]
  /** More for its OpenAPI document: a description of each tag, and named schemas. */
  document?: Pick<ApiDescription, 'tags' | 'schemas'>
}

/** The one declaration of a function. Its process, the laptop, its tests, its OpenAPI document and its bundle read this value. */
export type FunctionDefinition<
  TEntries extends v.ObjectEntries,
  TDeps extends object,
  TSchema extends string | undefined = string | undefined,
> = Needs<TEntries, TDeps, TSchema> & Does<TDeps, TSchema extends string ? InTransaction : EmitContext>

// biome-ignore lint/suspicious/noExplicitAny: a list of functions holds those of any settings and dependencies.
export type AnyFunction = FunctionDefinition<any, any, any>

/** Declares a function: first its needs, then what it does. In two steps, so that `deps` fixes the type of the dependencies. */
export const defineFunction = <
  const TEntries extends v.ObjectEntries,
  TDeps extends object,
  const TSchema extends string | undefined = undefined,
>(
  needs: Needs<TEntries, TDeps, TSchema>,
) => ({
  does: (does: Does<TDeps, TSchema extends string ? InTransaction : EmitContext>) =>
    ({ ...needs, ...does }) as FunctionDefinition<TEntries, TDeps, TSchema>,
})

/** The environment variables of every function. */
export const commonEntries = {
  PORT: v.optional(port, '8080'),
  /** The image sets 0.0.0.0. Elsewhere only this computer can reach a function, unless HOST says otherwise. */
  HOST: v.optional(v.string(), '127.0.0.1'),
  LOG_LEVEL: v.optional(logLevel, 'info'),
  ...webEntries,
  ...eventsEntries,
  ...admissionEntries,
  ...patienceEntries,
  ...telemetryEntries,
}

const databaseEntries = {
  DATABASE_URL: v.string(),
  /** Identifies the operator, for the routes that are for operators. */
  OPERATOR_TOKEN: v.optional(secret),
}

/** Every setting of a function. With an `identify` from outside it needs no issuer. */
export function settingsOf(definition: AnyFunction, hasIdentify = false): v.ObjectEntries {
  const { schema, ring, settings } = definition
  return {
    ...commonEntries,
    ...(schema && databaseEntries),
    ...(!hasIdentify && needsIssuer(definition) && issuerEntries),
    ...(ring && alarmsEntries),
    ...settings,
  }
}

/** Whether an issuer elsewhere signs in its callers. */
export const needsIssuer = ({ routes = [], signsIn }: AnyFunction): boolean =>
  !signsIn && routes.some(({ operation }: Route<never>) => operation.scope)

/** Its doors for events, as the manifests and local delivery need them: the path of each and its topics. */
export function doorsOf({ on = [], doors = [] }: AnyFunction): { path: string; topics: string[] }[] {
  const topics = on.flatMap(({ types = [] }: Handler<never>) => types.flatMap(({ topic }) => topic ?? []))
  const main = topics.length ? [{ path: '/', topics: [...new Set<string>(topics)] }] : []
  return [...main, ...doors.map(({ path, topics }: Door<never>) => ({ path, topics: [...topics] }))]
}

/** Its part of the OpenAPI document. */
export const describe = ({ name, schema, routes = [], document }: AnyFunction): ApiDescription => ({
  operations: [...opsRoutes, ...routes, ...(schema ? setAsideRoutes(name) : [])].map(({ operation }) => operation),
  tags: {
    operation: 'For platforms: whether a function lives, and whether it can serve',
    ...document?.tags,
  },
  schemas: document?.schemas ?? {},
})
