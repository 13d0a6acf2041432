import type { Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Alarms } from './alarms/alarms.ts'
import { alarmsEntries } from './alarms/settings.ts'
import type { EventType } from './core/event-type.ts'
import { admissionEntries } from './events/admission.ts'
import type { Publisher } from './events/event.ts'
import type { InTransaction } from './events/inbox.ts'
import type { Outbox } from './events/outbox.ts'
import { eventsEntries } from './events/publish/broker.ts'
import type { Arrived } from './events/read-event.ts'
import type { Handler, Received } from './events/receive.ts'
import type { Emitting } from './events/stateless.ts'
import type { Identify, Route } from './http/api.ts'
import { webEntries } from './http/cors.ts'
import type { Described } from './http/openapi.ts'
import { opsRoutes } from './http/ops-routes.ts'
import { issuerEntries } from './identity/by-issuer.ts'
import type { Log } from './log.ts'
import type { Sql } from './postgres/connect.ts'
import { logLevel, port } from './settings/settings.ts'

/** What the kit gives to `deps`: connections, doors to the platform, the time, and the settings that the function named. */
export interface Given<TSettings> {
  settings: TSettings
  /** The pool of the function's own role; only where it owns a schema. */
  sql: Sql
  /** Only where it owns a schema and emits something. */
  outbox: Outbox
  /** Only where it says what a ring does. */
  alarms: Alarms
  identify: Identify
  publisher: Publisher
  now: () => Date
  random: () => number
  log: Log
}

/** A door for events that remembers what it took in its own way. Its topics are those of the KafkaSource that delivers there. */
export interface Door<TDeps> {
  path: string
  topics: readonly string[]
  /** Other types are ignored. */
  takes?: (type: string) => boolean
  /** How an event is read where it need not be a good one. */
  read?: (c: Context) => Promise<Arrived>
  take(deps: TDeps, event: Received): Promise<'handled' | 'duplicate'>
}

export type Settings<TEntries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<TEntries, undefined>>

/** What a function is and needs. */
interface Needs<TEntries extends v.ObjectEntries, TDeps extends object, TSchema extends string | undefined> {
  /** The name of its folder, its Knative Service, its bundle and its log lines. */
  name: string
  /** The Postgres schema that it owns; its role has the function's own name. Without one it keeps nothing. */
  schema?: TSchema
  /** What it takes from its environment beside what every function takes. */
  settings?: TEntries
  /** How it knows people when it signs them in itself. On a laptop the other functions know them by it too. */
  signsIn?(given: Omit<Given<Settings<TEntries>>, 'identify'>): Identify
  /** How it knows callers whom the issuer does not know. */
  identify?(given: Pick<Given<Settings<TEntries>>, 'identify' | 'settings'>): Identify
  deps(given: Given<Settings<TEntries>>): TDeps
}

/** What a function does, with the dependencies that it needs. */
interface Does<TDeps, TContext> {
  routes?: readonly Route<TDeps>[]
  /** The events that it handles, each in one transaction with the record that it was taken. */
  on?: readonly Handler<TContext & TDeps>[]
  /** Doors for events that remember what they took in their own way. */
  doors?: readonly Door<TDeps>[]
  /** Whether people and programs with a token of their own may bring events for themselves. */
  admitsCallers?: boolean
  /** Completes what a first delivery may have left undone after its commit. */
  redelivered?: (deps: TDeps, event: Received) => Promise<unknown>
  /** An alarm of this name rang. */
  ring?: (deps: TDeps, name: string) => Promise<unknown>
  /** Repairs what a crash left and removes what is old: at the start and when the platform's clock says so. */
  sweep?: (deps: TDeps) => Promise<unknown>
  /** Ends what would never end by itself; requests that are under way are finished after that. */
  stop?: (deps: TDeps) => void
  /** Answers before the routes do. */
  before?: (app: Hono, deps: TDeps) => void
  /** Answers what no route does, such as files. */
  after?: (app: Hono, deps: TDeps) => void
  /** Every type of event that it emits. */
  emits?: readonly EventType[]
  /** What its document says beside the routes: the groups that they belong to, and schemas with a name of their own. */
  document?: Pick<Described, 'tags' | 'schemas'>
}

/** Everything about a function. Its process, its place on the laptop, its tests, its documents and its bundle read this value. */
export type FunctionDefinition<
  TEntries extends v.ObjectEntries,
  TDeps extends object,
  TSchema extends string | undefined = string | undefined,
> = Needs<TEntries, TDeps, TSchema> & Does<TDeps, TSchema extends string ? InTransaction : Emitting>

// biome-ignore lint/suspicious/noExplicitAny: a list of functions holds those of any settings and dependencies.
export type AnyFunction = FunctionDefinition<any, any, any>

/** Declares a function: what it needs, and then what it does with that. */
export const defineFunction = <
  const TEntries extends v.ObjectEntries,
  TDeps extends object,
  const TSchema extends string | undefined = undefined,
>(
  needs: Needs<TEntries, TDeps, TSchema>,
) => ({
  does: (does: Does<TDeps, TSchema extends string ? InTransaction : Emitting>) =>
    ({ ...needs, ...does }) as FunctionDefinition<TEntries, TDeps, TSchema>,
})

/** What every function takes from its environment. */
export const commonEntries = {
  PORT: v.optional(port, '8080'),
  /** In a pod 0.0.0.0, whose image says so: nothing listens to others unless it is told to. */
  HOST: v.optional(v.string(), '127.0.0.1'),
  LOG_LEVEL: v.optional(logLevel, 'info'),
  ...webEntries,
  ...eventsEntries,
  ...admissionEntries,
}

const databaseEntries = { DATABASE_URL: v.string() }

/** Every setting that a function knows; where somebody else says who its callers are, it needs no issuer. */
export function settingsOf(definition: AnyFunction, peopleAreKnown = false): v.ObjectEntries {
  const { schema, ring, settings } = definition
  return {
    ...commonEntries,
    ...(schema && databaseEntries),
    ...(!peopleAreKnown && needsIssuer(definition) && issuerEntries),
    ...(ring && alarmsEntries),
    ...settings,
  }
}

/** Whether somebody else says who its callers are. */
export const needsIssuer = ({ routes = [], signsIn }: AnyFunction): boolean =>
  !signsIn && routes.some(({ operation }: Route<never>) => operation.scope)

/** The doors for events, as manifests and local delivery need them: where each is, and which topics it is brought. */
export function doorsOf({ on = [], doors = [] }: AnyFunction): { path: string; topics: string[] }[] {
  const topics = on.flatMap(({ type }: Handler<never>) => type?.topic ?? [])
  const main = topics.length ? [{ path: '/', topics: [...new Set<string>(topics)] }] : []
  return [...main, ...doors.map(({ path, topics }: Door<never>) => ({ path, topics: [...topics] }))]
}

/** What its document is made of. */
export const describe = ({ routes = [], document }: AnyFunction): Described => ({
  operations: [...opsRoutes, ...routes].map(({ operation }) => operation),
  tags: {
    operation: 'For platforms: whether a function lives, whether it can serve, and what it has done',
    ...document?.tags,
  },
  schemas: document?.schemas ?? {},
})
