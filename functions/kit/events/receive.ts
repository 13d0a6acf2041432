import type { Context, Handler as HonoHandler } from 'hono'
import * as v from 'valibot'
import { batchEvent } from '../core/batch-event.ts'
import type { EventType } from '../core/event-type.ts'
import { invalidRequest, notSignedIn, unavailable } from '../core/problems.ts'
import { type Refusal, Refused, refuse } from '../core/refusal.ts'
import { sweepEvent } from '../core/sweep-event.ts'
import { failureOf, problemResponse } from '../http/problem.ts'
import { faultsOf } from '../http/validate.ts'
import type { Log } from '../log.ts'
import { unpacked } from './batch.ts'
import type { Admit, Deliverer } from './may-deliver.ts'
import { type IncomingEvent, malformed, readEvent } from './read-event.ts'

/** An event with checked data. `raw` is the data as received, also with fields that newer senders have added. */
export interface ReceivedEvent<T = unknown> extends IncomingEvent, Deliverer {
  data: T
  raw: unknown
}

/** How a function handles events of some types, or of every type. The context carries the transaction and the dependencies. */
export interface Handler<TContext> {
  /** Absent for a handler of every type. */
  types?: readonly EventType[]
  read(event: IncomingEvent & Deliverer): ReceivedEvent<never>
  /** One event, or several of one person from a batch, in order. */
  handle(events: readonly ReceivedEvent<never>[], context: TContext): Promise<void>
}

type Handle<TEvents, TContext> = (events: TEvents, context: TContext) => Promise<void>

/** Handles events of one type, one after the other. Data that does not fit the catalog is refused as malformed before `handle`. */
export const on = <TData extends v.GenericSchema, TContext>(
  type: EventType<TData>,
  handle: Handle<ReceivedEvent<v.InferOutput<TData>>, TContext>,
): Handler<TContext> =>
  onMany([type], async (events, context: TContext) => {
    for (const event of events) await handle(event, context)
  })

/** Handles the events of a batch together, for a handler whose statements take many at once. */
export const onMany = <TData extends v.GenericSchema, TContext>(
  types: readonly EventType<TData>[],
  handle: Handle<readonly ReceivedEvent<v.InferOutput<TData>>[], TContext>,
): Handler<TContext> => ({
  types: types as unknown as readonly EventType[],
  read(event) {
    const known = types.find(({ type }) => type === event.type)
    if (!known) throw new Error(`A handler got an event of ${event.type}, which it does not declare`)
    const outcome = v.safeParse(known.data, event.data)
    if (outcome.success) return { ...event, data: outcome.output, raw: event.data } as ReceivedEvent<never>
    const faults = outcome.issues.flatMap(issue => faultsOf(issue, 'data'))
    throw malformed(`The data does not fit ${event.type}: ${faults[0]?.path} ${faults[0]?.message}.`, faults)
  },
  handle: handle as Handler<TContext>['handle'],
})

/** Handles events of every type, without a check of the data. */
export const onAny = <TContext>(handle: Handle<ReceivedEvent, TContext>): Handler<TContext> => ({
  read: event => ({ ...event, raw: event.data }) as ReceivedEvent<never>,
  async handle(events, context) {
    for (const event of events) await handle(event, context)
  },
})

/**
 * Runs a handler once for each event, such as in a transaction with the inbox records. All events are of one delivery, so of
 * one person; `handle` gets those that were not handled before.
 */
export type Take<TContext> = (
  events: readonly ReceivedEvent[],
  handle: Handle<readonly ReceivedEvent[], TContext>,
) => Promise<'handled' | 'duplicate'>

export interface ReceiveOptions<TContext> {
  admit: Admit
  take: Take<TContext>
  log: Log
  /** Reads the event in place of `readEvent`. */
  read?: ((c: Context) => Promise<IncomingEvent>) | undefined
  /** Which types are handled, for a handler of every type. */
  takes?: ((type: string) => boolean) | undefined
  /** Runs on a sweep event, which comes rarely, as a last safety net. */
  sweep?: (() => Promise<unknown>) | undefined
  /** Called when an event fails because of a bug. Answers whether it is set aside, so that the next events go on. */
  setAside?: ((event: ReceivedEvent, error: unknown) => Promise<boolean>) | undefined
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
    if (!options.read && handlesNone(c, options, handlers)) {
      line.outcome = 'ignored'
      return new Response(null, { status: 204 })
    }
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

/** Whether this is a batch of which nothing is handled here, so that its body need not be read. */
function handlesNone<TContext>(
  c: Context,
  { takes }: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): boolean {
  const types = c.req.header('ce-batchtypes')
  if (c.req.header('ce-type') !== batchEvent.type || !types) return false
  return types.split(',').every(type => takes?.(type) === false || !handlerFor(handlers, type))
}

const handlerFor = <TContext>(handlers: readonly Handler<TContext>[], name: string) =>
  handlers.find(({ types }) => types?.some(({ type }) => type === name) ?? true)

async function handle<TContext>(
  arrived: IncomingEvent & Deliverer,
  options: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): Promise<string> {
  const { sweep } = options
  // A sweep works for all users, so only the platform may start it, not a caller with a token.
  if (sweep && !arrived.caller && sweepTypes.includes(arrived.type)) {
    await sweep()
    return 'swept'
  }
  return handleEvent(arrived, options, handlers)
}

/** Handles an event or a batch that was admitted. */
export async function handleEvent<TContext>(
  arrived: IncomingEvent & Deliverer,
  options: Pick<ReceiveOptions<TContext>, 'take' | 'takes' | 'read' | 'setAside' | 'log'>,
  handlers: readonly Handler<TContext>[],
): Promise<string> {
  const { events, handlerOf, malformed } = readAll(arrived, options, handlers)
  const inRuns = async (fresh: readonly ReceivedEvent[], context: TContext) => {
    for (const run of runsOf(fresh, handlerOf)) await handlerOf(run[0])?.handle(run as ReceivedEvent<never>[], context)
  }
  const outcome = events.length ? await takeAll(events, inRuns, options) : 'ignored'
  // The events beside a malformed one are handled; the batch becomes a dead letter that names it.
  if (malformed) throw malformed
  return outcome
}

/** The events of a delivery that a handler wants. Of a batch, one malformed event does not fail the others. */
function readAll<TContext>(
  arrived: IncomingEvent & Deliverer,
  { takes, read }: Pick<ReceiveOptions<TContext>, 'takes' | 'read'>,
  handlers: readonly Handler<TContext>[],
) {
  const isBatch = arrived.type === batchEvent.type && !read
  const { caller } = arrived
  const all = isBatch ? unpacked(arrived).map(event => ({ ...event, ...(caller && { caller }) })) : [arrived]
  const events: ReceivedEvent[] = []
  let malformed: unknown
  const find = (name: string) => handlerFor(handlers, name)
  for (const event of all) {
    const handler = takes?.(event.type) === false ? undefined : find(event.type)
    if (!handler) continue
    try {
      events.push(handler.read(event))
    } catch (error) {
      malformed ??= error
    }
  }
  return { events, handlerOf: (event: ReceivedEvent | undefined) => event && find(event.type), malformed }
}

/** Events in a row that have the same handler. */
function runsOf<TKey>(events: readonly ReceivedEvent[], keyOf: (event: ReceivedEvent) => TKey): ReceivedEvent[][] {
  const runs: ReceivedEvent[][] = []
  for (const event of events) {
    const last = runs.at(-1)
    if (last?.[0] && keyOf(last[0]) === keyOf(event)) last.push(event)
    else runs.push([event])
  }
  return runs
}

/** Takes the events together. If one of them fails that, it takes each alone, so that only the one that fails does. */
async function takeAll<TContext>(
  events: readonly ReceivedEvent[],
  handle: Handle<readonly ReceivedEvent[], TContext>,
  options: Pick<ReceiveOptions<TContext>, 'take' | 'setAside' | 'log'>,
): Promise<string> {
  try {
    return await options.take(events, handle)
  } catch (error) {
    if (isUnavailable(error)) throw error
    const [only] = events
    if (only && events.length === 1) {
      // A caller with a token sees the failure, and no other event waits behind theirs.
      const isBug = !(error instanceof Refused) && !only.caller
      if (!isBug || !(await options.setAside?.(only, error))) throw error
      options.log.error({ err: error, event: only.id, type: only.type, outcome: 'set aside' })
      return 'set aside'
    }
  }
  const outcomes: string[] = []
  let failed: unknown
  for (const event of events) {
    try {
      outcomes.push(await takeAll([event], handle, options))
    } catch (error) {
      failed ??= error
    }
  }
  if (failed) throw failed
  return outcomes.includes('set aside') ? 'set aside' : 'handled'
}

/** The database or the broker is away: the same events may be handled in a moment. */
const isUnavailable = (error: unknown): boolean =>
  (error instanceof Refused ? error.refusal : failureOf(error)).refused === unavailable

/** Replaces the statuses that sources retry, for refusals that a retry cannot change. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) return failureOf(error)
  const { refusal } = error
  return [404, 408, 409, 429].includes(refusal.refused.status) ? { ...refusal, refused: invalidRequest } : refusal
}
