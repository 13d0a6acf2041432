import type { Context, Handler } from 'hono'
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

/** What a function does with events of some type, inside a context that gives it what it needs. */
export interface Reaction<TContext> {
  takes(type: string): boolean
  read(event: Arrived & Deliverer): Received<never>
  react(event: Received<never>, context: TContext): Promise<void>
}

/** Reacts to events of one type. Data that is not what the catalog says is malformed and never gets here. */
export const on = <TData extends v.GenericSchema, TContext>(
  { type, data }: EventType<TData>,
  react: (event: Received<v.InferOutput<TData>>, context: TContext) => Promise<void>,
): Reaction<TContext> => ({
  takes: given => given === type,
  read(event) {
    const outcome = v.safeParse(data, event.data)
    if (outcome.success) return { ...event, data: outcome.output, raw: event.data } as Received<never>
    const faults = outcome.issues.flatMap(issue => faultsOf(issue, 'data'))
    throw malformed(`The data is not that of ${type}: ${faults[0]?.path} ${faults[0]?.message}.`, faults)
  },
  react: react as Reaction<TContext>['react'],
})

/** Reacts to every type there is and will be, whatever the data. */
export const onAny = <TContext>(react: (event: Received, context: TContext) => Promise<void>): Reaction<TContext> => ({
  takes: () => true,
  read: event => ({ ...event, raw: event.data }) as Received<never>,
  react: react as Reaction<TContext>['react'],
})

/** Runs a reaction where it belongs, such as in a transaction that remembers the event. */
export type Around<TContext> = (
  event: Received,
  react: (context: TContext) => Promise<void>,
) => Promise<'handled' | 'duplicate'>

export interface ReceiveOptions<TContext> {
  admit: Admit
  around: Around<TContext>
  log: Log
  /** How an event is read where it need not be a good one. */
  read?: (c: Context) => Promise<Arrived>
  /** What a sweep event starts: it comes rarely, as the last net. */
  sweep?: () => Promise<unknown>
}

/** A PingSource cannot choose its type. */
const sweepTypes = ['zerodue.sweep.v1', 'dev.knative.sources.ping']

/** A door that says what goes through it: manifests are checked against that. */
export type Door = Handler & Pick<Reaction<never>, 'takes'> & { sweeps: boolean }

/**
 * The door for events, of every function. It answers as KafkaSource and its kin need: 2xx for what is done with, 503 for
 * "again later", 400 for what will never be right (that goes to the dead letters), and never 404, 409 or 429, which are
 * delivered again although nothing will change.
 */
export function receive<TContext>(options: ReceiveOptions<TContext>, reactions: Reaction<TContext>[]): Door {
  const door: Handler = async c => {
    const startedAt = performance.now()
    const said: Record<string, unknown> = {}
    const response = await outcomeOf(c, options, reactions, said)
    const durationMs = Math.round(performance.now() - startedAt)
    options.log[response.status < 500 ? (response.status < 300 ? 'info' : 'warn') : 'error']({ ...said, durationMs })
    return response
  }
  return Object.assign(door, {
    takes: (type: string) => reactions.some(reaction => reaction.takes(type)),
    sweeps: options.sweep !== undefined,
  })
}

async function outcomeOf<TContext>(
  c: Context,
  { admit, around, sweep, read = readEvent }: ReceiveOptions<TContext>,
  reactions: Reaction<TContext>[],
  said: Record<string, unknown>,
): Promise<Response> {
  try {
    const deliverer = await admit(c)
    if (!deliverer) throw new Refused(refuse(notSignedIn, { detail: 'Whoever brings events says who they are.' }))
    const arrived = { ...(await read(c)), ...deliverer }
    Object.assign(said, { event: arrived.id, type: arrived.type, trace: arrived.traceparent })
    said.outcome = await handle(arrived, { around, sweep }, reactions)
    return new Response(null, { status: 204 })
  } catch (error) {
    const refusal = refusalOf(error)
    // Never the detail: it may quote what was sent.
    said.outcome = [refusal.refused.code, ...(refusal.errors ?? []).map(({ path }) => path)].join(' ')
    if (!(error instanceof Refused)) said.err = error
    return problemResponse(refusal)
  }
}

async function handle<TContext>(
  arrived: Arrived & Deliverer,
  { around, sweep }: Pick<ReceiveOptions<TContext>, 'around'> & { sweep: ReceiveOptions<TContext>['sweep'] },
  reactions: Reaction<TContext>[],
): Promise<string> {
  // Only the platform's clock may set off work for all people.
  if (sweep && !arrived.caller && sweepTypes.includes(arrived.type)) {
    await sweep()
    return 'swept'
  }
  const reaction = reactions.find(({ takes }) => takes(arrived.type))
  if (!reaction) return 'ignored'
  const event = reaction.read(arrived)
  return around(event, context => reaction.react(event, context))
}

/** Whatever the reason, never a status that asks for the same again when only another event could help. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) return refuse(isUnavailable(error) ? unavailable : internal)
  const { refusal } = error
  return [404, 408, 409, 429].includes(refusal.refused.status) ? { ...refusal, refused: invalidRequest } : refusal
}
