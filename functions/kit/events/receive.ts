import type { Context, Handler as HonoHandler } from 'hono'
import { batchEvent } from '../core/batch-event.ts'
import { invalidRequest, notSignedIn, wrongDeliveryCredential } from '../core/problems.ts'
import { type Refusal, Refused, refuse } from '../core/refusal.ts'
import { sweepEvent } from '../core/sweep-event.ts'
import { failureOf, problemResponse } from '../http/problem.ts'
import { functionOf } from '../log.ts'
import { inSpan, type Span } from '../telemetry/span.ts'
import { endPhase } from '../telemetry/start-phases.ts'
import { userHash } from '../telemetry/user-hash.ts'
import { type HandleOptions, handleEvent, handlerFor } from './handle-event.ts'
import type { Handler } from './handler.ts'
import { type Admit, type Deliverer, hasCredential } from './may-deliver.ts'
import type { Delivered } from './measure-deliveries.ts'
import { type IncomingEvent, readEvent } from './read-event.ts'

export interface ReceiveOptions<TContext> extends HandleOptions<TContext> {
  admit: Admit
  /** Runs on a sweep event, which comes rarely, as a last safety net. */
  sweep?: (() => Promise<unknown>) | undefined
  /** Hears what became of each delivery. */
  delivered?: ((delivery: Delivered) => void) | undefined
  /** Counts a delivery with a wrong credential. */
  countRefused?: (() => void) | undefined
  /** Repeats the handling of a delivery while the database or the broker is away. */
  wait?: ((handle: () => Promise<string>) => Promise<string>) | undefined
}

/** A PingSource cannot choose its type. */
const sweepTypes: string[] = [sweepEvent.type, 'dev.knative.sources.ping']

/**
 * The door for events. Its answers steer KafkaSource and other sources: 2xx means handled, 503 means retry, and 400 or 401
 * means malformed or without a credential, so the event goes to the dead letters. It never answers 404, 409 or 429: sources
 * retry those in vain.
 */
export function receive<TContext>(
  options: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): HonoHandler {
  const functionName = functionOf(options.log)
  return c => {
    // The platform drops the context of its own: ours is an attribute of the event.
    const from = c.req.header('ce-traceparent') ?? c.req.header('traceparent')
    return inSpan({ name: 'event', kind: 'consumer', from }, async span => {
      const startedAt = performance.now()
      const line: Line = {}
      const response = await outcomeOf(c, options, handlers, line, span)
      endPhase('answered')
      const durationMs = performance.now() - startedAt
      if (isOurs(line, response.status)) Object.assign(span, { name: `handle ${line.type}` })
      Object.assign(span.attributes, { function: functionName }, attributesOf(line))
      if (response.status >= 300) span.failure = String(response.status)
      const level = response.status < 500 ? (response.status < 300 ? 'info' : 'warn') : 'error'
      const { time, ...told } = line
      options.log[level]({ ...told, durationMs: Math.round(durationMs) })
      options.delivered?.({ ...line, status: response.status, durationMs })
      return response
    })
  }
}

/** A stranger may invent types: a name for each would be a series for each. */
const isOurs = ({ type, outcome }: Line, status: number): boolean =>
  type !== undefined && outcome !== 'ignored' && (status < 300 || status >= 500)

/** What a log line says of a delivery. */
interface Line {
  event?: string
  type?: string
  user?: string
  time?: string
  outcome?: string
  err?: unknown
}

const attributesOf = ({ event, type, user, outcome }: Line): Record<string, string> => ({
  ...(event !== undefined && { 'cloudevents.event_id': event }),
  ...(type !== undefined && { 'cloudevents.event_type': type }),
  ...(user !== undefined && { 'user.hash': user }),
  ...(outcome !== undefined && { outcome }),
})

async function outcomeOf<TContext>(
  c: Context,
  options: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
  line: Line,
  span: Span,
): Promise<Response> {
  const { admit, read = readEvent } = options
  try {
    const deliverer = await admit(c)
    if (!deliverer) throw strangerRefused(c, options)
    if (!options.read && handlesNone(c, options, handlers)) {
      line.outcome = 'ignored'
      return new Response(null, { status: 204 })
    }
    const arrived = { ...(await read(c)), ...deliverer }
    span.continue(arrived.traceparent)
    Object.assign(line, { event: arrived.id, type: arrived.type, time: arrived.time })
    if (arrived.userId) line.user = userHash(arrived.userId)
    const handled = () => handle(arrived, options, handlers)
    // A caller with a token gets the answer at once: no other event waits behind theirs.
    line.outcome = await (options.wait && !arrived.caller ? options.wait(handled) : handled())
    return new Response(null, { status: 204 })
  } catch (error) {
    const refusal = refusalOf(error)
    // Never log the detail: it may quote the payload.
    line.outcome = [refusal.refused.code, ...(refusal.errors ?? []).map(({ path }) => path)].join(' ')
    if (!(error instanceof Refused)) line.err = error
    return problemResponse(refusal)
  }
}

/**
 * A wrong credential heals: an operator updates the source, which keeps its events until then. A request without any
 * credential does not come from a source of ours.
 */
function strangerRefused<TContext>(c: Context, { countRefused }: ReceiveOptions<TContext>): Refused {
  if (!hasCredential(c))
    return new Refused(refuse(notSignedIn, { detail: 'Send the event with the credential of a source.' }))
  countRefused?.()
  return new Refused(refuse(wrongDeliveryCredential))
}

/** Whether this is a batch of which nothing is handled here, so that its body need not be read. */
function handlesNone<TContext>(
  c: Context,
  options: ReceiveOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): boolean {
  const types = c.req.header('ce-batchtypes')
  if (c.req.header('ce-type') !== batchEvent.type || !types) return false
  return types.split(',').every(type => !handlerFor(type, options, handlers))
}

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

/** Replaces the statuses that sources retry, for refusals that a retry cannot change. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) return failureOf(error)
  const { refusal } = error
  return [404, 408, 409, 429].includes(refusal.refused.status) ? { ...refusal, refused: invalidRequest } : refusal
}
