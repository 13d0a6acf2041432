import * as v from 'valibot'
import type { EventType } from '../core/event-type.ts'
import { faultsOf } from '../http/validate.ts'
import type { Deliverer } from './may-deliver.ts'
import { type IncomingEvent, malformed } from './read-event.ts'

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

export type Handle<TEvents, TContext> = (events: TEvents, context: TContext) => Promise<void>

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
