import type { Context, Handler as HonoHandler } from 'hono'
import * as v from 'valibot'
import type { EventType } from '../core/event-type.ts'
import { invalidRequest, notSignedIn } from '../core/problems.ts'
import { type Refusal, Refused, refuse } from '../core/refusal.ts'
import { sweepEvent } from '../core/sweep-event.ts'
import { failureOf, problemResponse } from '../http/problem.ts'
import { faultsOf } from '../http/validate.ts'
import type { Log } from '../log.ts'
import type { Admit, Deliverer } from './may-deliver.ts'
import { type IncomingEvent, malformed, readEvent } from './read-event.ts'

/** An event with checked data. `raw` is the data as received, also with fields that newer senders have added. */
export interface ReceivedEvent<T = unknown> extends IncomingEvent, Deliverer {
  data: T
  raw: unknown
}

/** How a function handles events of one type, or of every type. The context carries the transaction and the dependencies. */
export interface Handler<TContext> {
  /** Absent for a handler of every type. */
  type?: EventType
  read(event: IncomingEvent & Deliverer): ReceivedEvent<never>
  handle(event: ReceivedEvent<never>, context: TContext): Promise<void>
}

/** Handles events of one type. Data that does not fit the catalog is refused as malformed before `handle`. */
export const on = <TData extends v.GenericSchema, TContext>(
  type: EventType<TData>,
  handle: (event: ReceivedEvent<v.InferOutput<TData>>, context: TContext) => Promise<void>,
): Handler<TContext> => ({
  type: type as EventType,
  read(event) {
    const outcome = v.safeParse(type.data, event.data)
    if (outcome.success) return { ...event, data: outcome.output, raw: event.data } as ReceivedEvent<never>
    const faults = outcome.issues.flatMap(issue => faultsOf(issue, 'data'))
    throw malformed(`The data does not fit ${type.type}: ${faults[0]?.path} ${faults[0]?.message}.`, faults)
  },
  handle: handle as Handler<TContext>['handle'],
})

/** Handles events of every type, without a check of the data. */
export const onAny = <TContext>(
  handle: (event: ReceivedEvent, context: TContext) => Promise<void>,
): Handler<TContext> => ({
  read: event => ({ ...event, raw: event.data }) as ReceivedEvent<never>,
  handle: handle as Handler<TContext>['handle'],
})

/** Runs a handler once for each event, such as in a transaction with the inbox record. */
export type Take<TContext> = (
  event: ReceivedEvent,
  handle: (context: TContext) => Promise<void>,
) => Promise<'handled' | 'duplicate'>

interface ReceiveOptions<TContext> {
  admit: Admit
  take: Take<TContext>
  log: Log
  /** Reads the event in place of `readEvent`. */
  read?: ((c: Context) => Promise<IncomingEvent>) | undefined
  /** Which types are handled, for a handler of every type. */
  takes?: ((type: string) => boolean) | undefined
  /** Runs on a sweep event, which comes rarely, as a last safety net. */
  sweep?: (() => Promise<unknown>) | undefined
}

/** A PingSource cannot choose its type. */
const sweepTypes: string[] = [sweepEvent.type, 'dev.knative.sources.ping']

/**
 * The door for events. Its answers steer KafkaSource and other sources: 2xx means handled, 503 means retry, and 400 means
 * malformed, so the event goes to the dead letters. It never answers 404, 409 or 429: sources retry those in vain.
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
      throw new Refused(refuse(notSignedIn, { detail: 'Send the event with the credential of a source.' }))
    const arrived = { ...(await read(c)), ...deliverer }
    Object.assign(line, { event: arrived.id, type: arrived.type, trace: arrived.traceparent })
    line.outcome = await handle(arrived, options, handlers)
    return new Response(null, { status: 204 })
  } catch (error) {
    const refusal = refusalOf(error)
    // Never log the detail: it may quote the payload.
    line.outcome = [refusal.refused.code, ...(refusal.errors ?? []).map(({ path }) => path)].join(' ')
    if (!(error instanceof Refused)) line.err = error
    return problemResponse(refusal)
  }
}

async function handle<TContext>(
  arrived: IncomingEvent & Deliverer,
  { take, takes, sweep }: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): Promise<string> {
  // A sweep works for all users, so only the platform may start it, not a caller with a token.
  if (sweep && !arrived.caller && sweepTypes.includes(arrived.type)) {
    await sweep()
    return 'swept'
  }
  const handler = handlers.find(({ type }) => type === undefined || type.type === arrived.type)
  if (!handler || takes?.(arrived.type) === false) return 'ignored'
  const event = handler.read(arrived)
  return take(event, context => handler.handle(event, context))
}

/** Replaces the statuses that sources retry, for refusals that a retry cannot change. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) return failureOf(error)
  const { refusal } = error
  return [404, 408, 409, 429].includes(refusal.refused.status) ? { ...refusal, refused: invalidRequest } : refusal
}
