import { Hono } from 'hono'
import type * as v from 'valibot'
import type { Alarms } from './alarms/alarms.ts'
import { jobDoor } from './alarms/job-door.ts'
import { alarmsOf } from './alarms/settings.ts'
import {
  type AnyFunction,
  commonEntries,
  type FunctionDefinition,
  type Given,
  needsIssuer,
  type Settings,
  settingsOf,
} from './define-function.ts'
import { admission } from './events/admission.ts'
import { type Alarm, timerAlarm } from './events/alarm.ts'
import type { Publisher } from './events/event.ts'
import { forgetReceived, onceIn } from './events/inbox.ts'
import { type Admit, anyOf, byCaller } from './events/may-deliver.ts'
import { createOutbox, type Outbox } from './events/outbox.ts'
import { brokerPublisher } from './events/publish/broker.ts'
import { onAny, type Received, receive, type Take } from './events/receive.ts'
import { publishing } from './events/stateless.ts'
import type { Identify } from './http/api.ts'
import { createApp } from './http/create-app.ts'
import { opsRoutes } from './http/ops-routes.ts'
import { identifyByIssuer } from './identity/by-issuer.ts'
import { tokenMissing } from './identity/identify-by-jwt.ts'
import { createLog, type Log } from './log.ts'
import { connect, type Sql } from './postgres/connect.ts'
import { daysBefore, retentionDays } from './retention.ts'
import { type Environment, readSettings } from './settings/settings.ts'

/** What takes the place of what the environment says: on a laptop, and in tests. */
export interface Instead<TSettings = never, TDeps = object> {
  publisher?: Publisher
  /** How people are known, where somebody else knows them already. */
  identify?: (given: Omit<Given<TSettings>, 'identify'>) => Identify
  alarms?: Alarms
  now?: () => Date
  random?: () => number
  log?: Log
  connections?: number
  /** What wakes the outbox after a failure. */
  outboxAlarm?: Alarm
  deps?: (given: Given<TSettings>) => Partial<TDeps>
}

/** A function that can be asked. */
export interface Made<TDeps = object> {
  name: string
  app: Hono
  deps: TDeps
  sql: Sql | undefined
  outbox: Outbox | undefined
  identify: Identify
  /** When it can be reached: repairs what an earlier run left behind. */
  begin(): void
  /** What the platform's clock starts. */
  sweep(): Promise<void>
  /** When it is to end: ends what would never end by itself. Requests that are under way are finished after that. */
  stop(): void
  close(): Promise<void>
}

/** Assembles a function from its definition and an environment. Nothing connects before somebody asks it something. */
export function makeFunction<
  TEntries extends v.ObjectEntries,
  TDeps extends object,
  TSchema extends string | undefined,
>(
  typed: FunctionDefinition<TEntries, TDeps, TSchema>,
  environment: Environment,
  instead: Instead<Settings<TEntries>, TDeps> = {},
): Made<TDeps> {
  const definition = typed as AnyFunction
  const { name, schema, ring, emits = [] } = definition
  const common = readSettings(commonEntries, environment)
  const { now = () => new Date(), random = Math.random, log = createLog(name, common.LOG_LEVEL) } = instead
  const admit = admission(common)
  const publisher = instead.publisher ?? brokerPublisher(common, name, log)
  // biome-ignore lint/suspicious/noExplicitAny: `settingsOf` says what is in it, the definition what its parts are.
  const settings: any = readSettings(settingsOf(definition, instead.identify !== undefined), environment)
  const sql = schema ? connect(settings.DATABASE_URL, roleOf(name), instead) : undefined
  const outbox = sql && schema && emits.length ? outboxOf(sql, schema) : undefined
  const alarms = ring && (instead.alarms ?? alarmsOf(settings, alarm => ring(deps, alarm)))

  // What its definition does not ask for is not there.
  const absent = { sql, outbox, alarms } as Pick<Given<never>, 'sql' | 'outbox' | 'alarms'>
  const given = { settings, publisher, now, random, log, ...absent }
  const known = instead.identify ?? definition.signsIn
  const byIssuer = () => (needsIssuer(definition) ? identifyByIssuer(settings) : nobody)
  const people = known ? known(given) : byIssuer()
  const identify = definition.identify?.({ settings, identify: people }) ?? people
  const whole = { ...given, identify }
  const deps: TDeps = { ...definition.deps(whole), ...instead.deps?.(whole) }
  const sweep = sql && sweepOf(sql)
  const app = appOf()

  function outboxOf(sql: Sql, schema: string): Outbox {
    const alarm = instead.outboxAlarm ?? timerAlarm(() => made.sweep())
    const made = createOutbox({ sql, schema, functionName: name, publisher, alarm, log })
    return made
  }

  function appOf(): Hono {
    const ready = async () => void (sql && (await sql`select 1`))
    const app = new Hono()
    definition.before?.(app, deps)
    createApp({ app, routes: [...opsRoutes, ...(definition.routes ?? [])], deps: { ...deps, ready }, identify, log })
    if (definition.on) app.post('/', receive({ admit: mayBring(), take: once(), log, sweep }, definition.on))
    for (const { path, take, ...door } of definition.doors ?? []) {
      const whole = (event: Received) => take(deps, event)
      app.post(
        path,
        receive({ admit, log, ...door, take: whole, ...(path === '/' && { sweep }) }, [onAny(async () => {})]),
      )
    }
    if (ring) app.post('/job/:name', jobDoor({ token: settings.APP_API_TOKEN, ring: alarm => ring(deps, alarm), log }))
    definition.after?.(app, deps)
    return app
  }

  /** Publishes what a crash left in the outbox, lets the function repair the rest, and removes what is old. */
  function sweepOf(sql: Sql): () => Promise<void> {
    return async () => {
      await outbox?.sweep()
      await definition.sweep?.(deps)
      const before = (days: number) => daysBefore(now(), days)
      if (outbox) await sql`select ${sql(`${schema}.forget_published`)}(${before(retentionDays.published)})`
      if (definition.on) await forgetReceived(sql, schema, before(retentionDays.received))
    }
  }

  function mayBring(): Admit {
    return definition.admitsCallers ? anyOf(admit, byCaller(identify)) : admit
  }

  /** Handles an event with the dependencies of the function beside what its transaction gives. */
  function once(): Take<object> {
    const take: Take<object> =
      sql && schema ? onceIn({ sql, schema, consumer: name, outbox }) : publishing({ publisher, functionName: name })
    return async (event, handle) => {
      const outcome = await take(event, context => handle({ ...deps, ...context }))
      if (outcome === 'duplicate') await definition.redelivered?.(deps, event)
      return outcome
    }
  }

  return {
    name,
    app,
    deps,
    sql,
    outbox,
    identify,
    sweep: async () => sweep?.(),
    begin: () => void sweep?.().catch((err: unknown) => log.warn({ err, outcome: 'nothing was swept' })),
    stop: () => definition.stop?.(deps),
    async close() {
      alarms?.close()
      await outbox?.close()
      await sql?.end({ timeout: 2 })
      if (!instead.publisher) await publisher.close()
    },
  }
}

/** The database role of a function. */
export const roleOf = (name: string): string => name.replaceAll('-', '_')

/** A function without routes for people. */
const nobody: Identify = async () => {
  throw tokenMissing()
}
