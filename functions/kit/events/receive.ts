import type { Context, Handler as HonoHandler } from 'hono'
import * as v from 'valibot'
import type { EventType } from '../core/event-type.ts'
import { internal, invalidRequest, notSignedIn, unavailable } from '../core/problems.ts'
import { type Refusal, Refused, refuse } from '../core/refusal.ts'
import { problemResponse } from '../http/problem.ts'
import { isUnavailable } from '../http/unavailable.ts'
import { faultsOf } from '../http/validate.ts'
import type { Log } from '../log.ts'
import type { Admit, Deliverer } from './may-deliver.ts'
import { type Arrived, malformed, readEvent } from './read-event.ts'

/** An event whose data is what its type promises. `raw` is the data as it came, with what newer senders have added. */
export interface Received<T = unknown> extends Arrived, Deliverer {
  data: T
  raw: unknown
}

/** What a function does with events of one type, or of every type, in a context that gives it what it needs. */
export interface Handler<TContext> {
  /** The type that it handles; absent where it handles every type. */
  type?: EventType
  read(event: Arrived & Deliverer): Received<never>
  handle(event: Received<never>, context: TContext): Promise<void>
}

/** Handles events of one type. Data that is not what the catalog says is malformed and never gets here. */
export const on = <TData extends v.GenericSchema, TContext>(
  type: EventType<TData>,
  handle: (event: Received<v.InferOutput<TData>>, context: TContext) => Promise<void>,
): Handler<TContext> => ({
  type: type as EventType,
  read(event) {
    const outcome = v.safeParse(type.data, event.data)
    if (outcome.success) return { ...event, data: outcome.output, raw: event.data } as Received<never>
    const faults = outcome.issues.flatMap(issue => faultsOf(issue, 'data'))
    throw malformed(`The data is not that of ${type.type}: ${faults[0]?.path} ${faults[0]?.message}.`, faults)
  },
  handle: handle as Handler<TContext>['handle'],
})

/** Handles every type there is and will be, whatever the data. */
export const onAny = <TContext>(handle: (event: Received, context: TContext) => Promise<void>): Handler<TContext> => ({
  read: event => ({ ...event, raw: event.data }) as Received<never>,
  handle: handle as Handler<TContext>['handle'],
})

/** Runs a handler where it belongs, such as in a transaction that remembers the event. */
export type Take<TContext> = (
  event: Received,
  handle: (context: TContext) => Promise<void>,
) => Promise<'handled' | 'duplicate'>

export interface ReceiveOptions<TContext> {
  admit: Admit
  take: Take<TContext>
  log: Log
  /** How an event is read where it need not be a good one. */
  read?: ((c: Context) => Promise<Arrived>) | undefined
  /** Which types are taken where a handler takes any. */
  takes?: ((type: string) => boolean) | undefined
  /** What a sweep event starts: it comes rarely, as the last net. */
  sweep?: (() => Promise<unknown>) | undefined
}

/** A PingSource cannot choose its type. */
const sweepTypes = ['zerodue.sweep.v1', 'dev.knative.sources.ping']

/**
 * The door for events, of every function. It answers as KafkaSource and its kin need: 2xx when an event is done with, 503
 * for "again later", 400 when it will never be right (it goes to the dead letters), and never 404, 409 or 429, which are
 * delivered again although nothing will change.
 */
export function receive<TContext>(
  options: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): HonoHandler {
  return async c => {
    const startedAt = performance.now()
    const line: Record<string, unknown> = {}
    const response = await outcomeOf(c, options, handlers, line)
    const durationMs = Math.round(performance.now() - startedAt)
    options.log[response.status < 500 ? (response.status < 300 ? 'info' : 'warn') : 'error']({ ...line, durationMs })
    return response
  }
}

async function outcomeOf<TContext>(
  c: Context,
  options: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
  line: Record<string, unknown>,
): Promise<Response> {
  const { admit, read = readEvent } = options
  try {
    const deliverer = await admit(c)
    if (!deliverer)
      throw new Refused(refuse(notSignedIn, { detail: 'Show the credential of a source with the event.' }))
    const arrived = { ...(await read(c)), ...deliverer }
    Object.assign(line, { event: arrived.id, type: arrived.type, trace: arrived.traceparent })
    line.outcome = await handle(arrived, options, handlers)
    return new Response(null, { status: 204 })
  } catch (error) {
    const refusal = refusalOf(error)
    // Never the detail: it may quote what was sent.
    line.outcome = [refusal.refused.code, ...(refusal.errors ?? []).map(({ path }) => path)].join(' ')
    if (!(error instanceof Refused)) line.err = error
    return problemResponse(refusal)
  }
}

async function handle<TContext>(
  arrived: Arrived & Deliverer,
  { take, takes, sweep }: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): Promise<string> {
  // Only the platform's clock may set off work for all people.
  if (sweep && !arrived.caller && sweepTypes.includes(arrived.type)) {
    await sweep()
    return 'swept'
  }
  const handler = handlers.find(({ type }) => type === undefined || type.type === arrived.type)
  if (!handler || takes?.(arrived.type) === false) return 'ignored'
  const event = handler.read(arrived)
  return take(event, context => handler.handle(event, context))
}

/** Whatever the reason, never a status that asks for the same again when only another event could help. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) return refuse(isUnavailable(error) ? unavailable : internal)
  const { refusal } = error
  return [404, 408, 409, 429].includes(refusal.refused.status) ? { ...refusal, refused: invalidRequest } : refusal
}
