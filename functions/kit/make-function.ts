import { Hono } from 'hono'
import type * as v from 'valibot'
import type { Alarms } from './alarms/alarms.ts'
import { jobDoor } from './alarms/job-door.ts'
import { alarmsOf } from './alarms/settings.ts'
import type { EventType } from './core/event-type.ts'
import {
  type AnyFunction,
  commonEntries,
  type FunctionDefinition,
  needsIssuer,
  type Resources,
  type Settings,
  settingsOf,
} from './define-function.ts'
import { eventDoors } from './event-doors.ts'
import { admission } from './events/admission.ts'
import type { Publisher } from './events/event.ts'
import { inAllForms } from './events/formerly.ts'
import type { ReceivedEvent, Take } from './events/handler.ts'
import { forgetReceived, onceIn } from './events/inbox.ts'
import { createOutbox, type Outbox } from './events/outbox.ts'
import { hasUnpublished } from './events/outbox-table.ts'
import { type Patience, patience } from './events/patience.ts'
import { brokerPublisher } from './events/publish/broker.ts'
import { setAsideTable } from './events/set-aside.ts'
import { type SetAsideDeps, setAsideRoutes } from './events/set-aside-routes.ts'
import { publishFirst } from './events/stateless.ts'
import type { Identify } from './http/api.ts'
import { createApp } from './http/create-app.ts'
import { opsRoutes } from './http/ops-routes.ts'
import { identifyByIssuer, tokenMissing } from './identity/identify-by-jwt.ts'
import { identifyOperator } from './identity/operator.ts'
import { createLog, type Log } from './log.ts'
import { connect, type Sql } from './postgres/connect.ts'
import { there } from './readiness/part.ts'
import { createReadiness, whenDue } from './readiness/readiness.ts'
import { daysBefore, retentionDays } from './retention.ts'
import { type Environment, readSettings } from './settings/settings.ts'
import { newTimer, type Timer } from './timers.ts'

/** Replaces parts that the environment would configure: on a laptop and in tests. */
export interface Overrides<TSettings = never, TDeps = object> {
  publisher?: Publisher
  /** Identifies users, so that the function needs no issuer. */
  identify?: (resources: Omit<Resources<TSettings>, 'identify'>) => Identify
  alarms?: Alarms
  now?: () => Date
  random?: () => number
  log?: Log
  connections?: number
  /** Schedules the next sweep of the outbox after a failure to publish. */
  outboxTimer?: Timer
  /** Whether the process has begun just now. */
  isStarting?: () => boolean
  patience?: Partial<Patience>
  deps?: (resources: Resources<TSettings>) => Partial<TDeps>
}

/** A function with its connections, ready to answer requests. */
export interface FunctionInstance<TDeps = object> {
  name: string
  app: Hono
  deps: TDeps
  sql: Sql | undefined
  outbox: Outbox | undefined
  identify: Identify
  /** Sweeps what an earlier run left behind. Call it once the function can be reached. */
  begin(): void
  /** What a sweep event starts. */
  sweep(): Promise<void>
  /** Ends open streams. Call it first in a shutdown, then wait for the requests in progress. */
  stop(): void
  close(): Promise<void>
}

/** Assembles a function from its definition and its environment. It connects to nothing before the first request. */
export function makeFunction<
  TEntries extends v.ObjectEntries,
  TDeps extends object,
  TSchema extends string | undefined,
>(
  typed: FunctionDefinition<TEntries, TDeps, TSchema>,
  environment: Environment,
  overrides: Overrides<Settings<TEntries>, TDeps> = {},
): FunctionInstance<TDeps> {
  const definition = typed as AnyFunction
  const { name, schema, ring, emits = [] } = definition
  const common = readSettings(commonEntries, environment)
  const { isStarting = () => performance.now() < startingMs } = overrides
  const { now = () => new Date(), random = Math.random } = overrides
  const { log = createLog(name, common.LOG_LEVEL, { share: common.LOGS_SAMPLE }) } = overrides
  const admit = admission(common)
  const broker = overrides.publisher ?? brokerPublisher(common, name, log)
  const publisher = inAllForms(broker, emits)
  // biome-ignore lint/suspicious/noExplicitAny: `settingsOf` chooses its fields at run time.
  const settings: any = readSettings(settingsOf(definition, overrides.identify !== undefined), environment)
  const sql = schema ? connect(settings.DATABASE_URL, roleOf(name), overrides) : undefined
  const retryTimer: Timer = overrides.outboxTimer ?? newTimer(async () => outbox?.sweep())
  const outbox: Outbox | undefined =
    sql && schema && emits.length
      ? createOutbox({
          sql,
          schema,
          functionName: name,
          publisher,
          retryTimer,
          firstTopics: firstOf(emits),
          isStarting,
          log,
        })
      : undefined
  const setAside = sql && schema ? setAsideTable(sql, schema, name) : undefined
  const alarms = ring && (overrides.alarms ?? alarmsOf(settings, alarm => ring(deps, alarm)))

  // Each is `undefined` where the definition does not ask for it; the type of `deps` leaves that to the definition.
  const absent = { sql, outbox, alarms } as Pick<Resources<never>, 'sql' | 'outbox' | 'alarms'>
  const resources = { settings, publisher, now, random, log, ...absent }
  const signsIn = overrides.identify ?? definition.signsIn
  const byIssuer = () => (needsIssuer(definition) ? identifyByIssuer(settings) : refuseAll)
  const identify = signsIn ? signsIn(resources) : byIssuer()
  const withIdentify = { ...resources, identify }
  const deps: TDeps = { ...definition.deps(withIdentify), ...overrides.deps?.(withIdentify) }
  const sweep = sql && sweepOf(sql)
  const stopping = new AbortController()
  const app = appOf()

  function appOf(): Hono {
    const ready = readinessOf()
    const app = new Hono()
    definition.before?.(app, deps)
    const doors = eventDoors({
      definition,
      deps,
      admit,
      identify,
      take: takeOnce(),
      setAside,
      sweep,
      patience: { ...patience(common.EVENTS_WAIT_MS), ...overrides.patience },
      stopping: stopping.signal,
      now,
      log,
    })
    createApp({
      app,
      routes: [...opsRoutes, ...(definition.routes ?? []), ...(schema ? setAsideRoutes(name) : [])],
      deps: { ...deps, ready, setAside: { sql, schema, outbox, ...doors } as SetAsideDeps },
      identify,
      identifyOperator: identifyOperator(identify, settings.OPERATOR_TOKEN),
      log,
    })
    doors.addTo(app)
    if (ring) app.post('/job/:name', jobDoor({ token: settings.APP_API_TOKEN, ring: alarm => ring(deps, alarm), log }))
    definition.after?.(app, deps)
    return app
  }

  /** A function with an outbox publishes what is in it, and one without a schema publishes for each event. */
  function readinessOf() {
    const isDue = async () => (outbox && sql && schema ? hasUnpublished(sql, schema) : !schema && emits.length > 0)
    return createReadiness({
      database: sql && (() => sql`select 1`),
      parts: {
        broker: whenDue(isDue, broker.ask ?? inProcess),
        ...(alarms && { alarms: alarms.ask ?? inProcess }),
        ...definition.parts?.(deps),
      },
      isStarting,
    })
  }

  /** Publishes the events that a crash left in the outbox, lets the function repair its rows, and removes old ones. */
  function sweepOf(sql: Sql): () => Promise<void> {
    return async () => {
      await outbox?.sweep()
      await definition.sweep?.(deps)
      const before = (days: number) => daysBefore(now(), days)
      if (outbox) await sql`select ${sql(`${schema}.forget_published`)}(${before(retentionDays.published)})`
      if (definition.on) await forgetReceived(sql, schema, before(retentionDays.received))
      await sql`select ${sql(`${schema}.forget_failures`)}(${before(retentionDays.published)})`
    }
  }

  /** Gives a handler the function's dependencies together with the context of the event. */
  function takeOnce(): Take<object> {
    const redelivered = async (event: ReceivedEvent) => definition.redelivered?.(deps, event)
    const take: Take<object> =
      sql && schema
        ? onceIn({ sql, schema, consumer: name, outbox, redelivered })
        : publishFirst({ publisher, functionName: name })
    return (events, handle) => take(events, (fresh, context) => handle(fresh, { ...deps, ...context }))
  }

  let closing = false
  return {
    name,
    app,
    deps,
    sql,
    outbox,
    identify,
    sweep: async () => sweep?.(),
    begin() {
      sweep?.().catch((err: unknown) => {
        // The next start repeats what the end of this process interrupts.
        if (!closing) log.warn({ err, outcome: 'the first sweep failed' })
      })
      retryTimer.after(lateCommitMs)
    },
    stop() {
      stopping.abort()
      definition.stop?.(deps)
    },
    async close() {
      closing = true
      stopping.abort()
      alarms?.close()
      await outbox?.close()
      await sql?.end({ timeout: 2 })
      if (!overrides.publisher) await publisher.close()
    },
  }
}

/** The database may commit a statement of a killed process only after the first sweep of the next one: sweep once more. */
const lateCommitMs = 5_000

/** The topics of the events that go first. */
const firstOf = (emits: readonly EventType[]): string[] =>
  emits.flatMap(({ goesFirst, topic }) => (goesFirst && topic ? [topic] : []))

const inProcess = async () => there

/** How long a process counts as starting. */
const startingMs = 10_000

/** The database role of a function. */
const roleOf = (name: string): string => name.replaceAll('-', '_')

/** For a function without routes that need a caller. */
const refuseAll: Identify = async () => {
  throw tokenMissing()
}
