import { hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { type AnyFunction, settingsOf } from '../kit/define-function.ts'
import { brokerPublisher, eventsEntries } from '../kit/events/publish/broker.ts'
import { loadFunctions } from '../kit/function-names.ts'
import type { Identify } from '../kit/http/api.ts'
import { webEntries } from '../kit/http/cors.ts'
import { createLog } from '../kit/log.ts'
import { type FunctionInstance, makeFunction } from '../kit/make-function.ts'
import { type Environment, logLevel, ownSecretsIn, readSettings, secret } from '../kit/settings/settings.ts'
import { telemetryEntries } from '../kit/telemetry/settings.ts'
import { telemetryOf } from '../kit/telemetry/telemetry.ts'
import { localEvents, prepareKafka } from './events.ts'
import type { RunningSource } from './kafka-source/kafka-source.ts'

/** The terminal is for a person, so the default log level is `warn`. */
const entries = {
  ...eventsEntries,
  ...webEntries,
  AUTH_SECRET: secret,
  LOG_LEVEL: v.optional(logLevel, 'warn'),
  HOST: v.optional(v.string(), '127.0.0.1'),
  ...telemetryEntries,
}

/** A function and its instance on this computer. */
export interface LaptopFunction {
  definition: AnyFunction
  made: FunctionInstance
}

export interface LaptopFunctions {
  functions: LaptopFunction[]
  /** More origins that serve the web client. */
  webOrigins: readonly string[]
  /** Starts the delivery of events, and sweeps what an earlier run left. Call it once the functions can be reached. */
  begin(): void
  /** Ends open streams. */
  stop(): void
  close(): Promise<void>
}

/** Gives a request for an event door to its function, without a connection: a large change has many events. */
async function inProcess(
  functions: readonly LaptopFunction[],
  input: Parameters<typeof fetch>[0],
  init?: RequestInit,
): Promise<Response> {
  const url = new URL(String(input))
  const [, , name, door = ''] = url.pathname.split('/')
  url.pathname = `/${door}`
  const { made } = functions.find(({ definition }) => definition.name === name) ?? {}
  if (!made) throw new Error(`There is no function ${name} here`)
  const request = new Request(url, init)
  request.headers.set('content-length', String(Buffer.byteLength(String(init?.body ?? ''))))
  return made.app.fetch(request)
}

/** Makes every function as in the cluster, on one database. `here` is the address of all of them. */
export async function mountFunctions(
  databaseUrl: string,
  here: string,
  environment: Environment,
): Promise<LaptopFunctions> {
  const settings = readSettings(entries, environment)
  // A derived secret for each purpose: only AUTH_SECRET is stored, and no function can compute the secret of another.
  const derived = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', settings.AUTH_SECRET, '', purpose, 32)).toString('base64url')
  const delivery = derived('delivery')
  // Every function is at the same address here.
  const reachable = Object.fromEntries(
    ['TASK_API', 'REMINDER_FIRER', 'AUDIT_SINK'].map(name => [`${name}_INTERNAL_URL`, here]),
  )
  const telemetry = telemetryOf('laptop', settings)
  const lines = { share: settings.LOGS_SAMPLE, write: telemetry.writeLine }
  const logOf = (name: string) => createLog(name, settings.LOG_LEVEL, lines)
  // The function that signs users in comes first: the others identify users by it, so that they accept the session cookie.
  const definitions = (await loadFunctions()).sort((a, b) => Number(!a.signsIn) - Number(!b.signsIn))
  const publisher =
    settings.EVENTS === 'local'
      ? localEvents(definitions, here, delivery, (...request) => inProcess(functions, ...request))
      : brokerPublisher(settings, 'laptop', logOf('events'))

  let identify: Identify | undefined
  const functions: LaptopFunction[] = definitions.map(definition => {
    const secrets = ownSecretsIn(settingsOf(definition)).map(([name, purpose]) => [name, derived(purpose)])
    const own = { DATABASE_URL: databaseUrl, EVENTS_SECRET: delivery, LOG_LEVEL: settings.LOG_LEVEL, ...reachable }
    const first = identify
    const made: FunctionInstance = makeFunction(
      definition,
      { ...Object.fromEntries(secrets), ...environment, ...own },
      { publisher, log: logOf(definition.name), ...(first && { identify: () => first }) },
    )
    identify ??= made.identify
    return { definition, made }
  })

  const log = logOf('kafka-source')
  const urlOf = (name: string) =>
    definitions.some(one => one.name === name) ? `${here}/events/${name}?delivery=${delivery}` : undefined
  const deliver = settings.EVENTS === 'local' ? undefined : await prepareKafka({ settings, urlOf, log })
  let delivering: Promise<RunningSource> | undefined

  return {
    functions,
    webOrigins: settings.WEB_ORIGINS,
    begin() {
      delivering = deliver?.()
      delivering?.catch(err => log.error({ err, outcome: 'the delivery of events did not start' }))
      for (const { made } of functions) made.begin()
      telemetry.begin()
    },
    stop() {
      for (const { made } of functions) made.stop()
    },
    async close() {
      await delivering?.then(
        sources => sources.stop(),
        () => {},
      )
      await Promise.all(functions.map(({ made }) => made.close()))
      await publisher.close()
      await telemetry.close()
    },
  }
}
