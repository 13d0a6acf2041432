import { v7 as newId } from 'uuid'
import type * as v from 'valibot'
import type { EventType } from '../core/event-type.ts'
import type { AskPart } from '../readiness/part.ts'
import { currentTraceparent } from '../telemetry/span.ts'

/** A CloudEvent in an outbox: everything about it is fixed when it is written. */
export interface OutboxEvent {
  id: string
  topic: string
  type: string
  subject: string | null
  userId: string
  time: string
  data: object
  traceparent: string | null
}

/** An event to publish. `source` names the function that emitted it: `/zerodue/task-api`. */
export interface Outgoing extends OutboxEvent {
  source: string
}

export const sourceOf = (functionName: string): string => `/zerodue/${functionName}`

/** The user of a new event: the caller, or the user of the event in progress. */
export interface Cause {
  userId: string
}

/** The content of an event. Its topic follows from its type, its user from the cause. */
export interface Emission<TData extends v.GenericSchema> {
  data: v.InferInput<TData>
  subject?: string | null
  time: Date
  /** Set it where a redelivery must emit the same event again. */
  id?: string
}

/** Makes an event of the catalog, in the current trace. Data that does not fit the type does not compile. */
export function newEvent<TData extends v.GenericSchema>(
  { type, topic }: EventType<TData>,
  { userId }: Cause,
  { data, subject = null, time, id = newId() }: Emission<TData>,
): OutboxEvent {
  if (topic === null) throw new Error(`${type} has no topic, so it cannot be published: give it one in the catalog`)
  const traceparent = currentTraceparent()
  return { id, topic, type, subject, userId, time: time.toISOString(), data: data as object, traceparent }
}

/** Emits an event of the catalog. It is published after the commit of the change. */
export type Emit = <TData extends v.GenericSchema>(type: EventType<TData>, emission: Emission<TData>) => Promise<void>

/**
 * Publishes events. Rejects unless all of them were accepted, with `BrokerAway` if it cannot be reached; a retry sends
 * duplicates, which receivers drop.
 */
export interface Publisher {
  publish(events: Outgoing[]): Promise<void>
  /** Waits for the events in flight, up to a limit. */
  close(): Promise<void>
  /** Asks whether the broker can be reached now. Absent where publishing leaves the process for nothing. */
  ask?: AskPart
  /** Whether each event succeeds or fails on its own, so that a stuck one must not hold up the others. */
  readonly oneByOne?: boolean
}

/** The broker is down or cannot be reached, so no event is at fault. */
export class BrokerAway extends Error {}

/** The broker will never accept this event: it is too large, for instance. */
export class Unpublishable extends Error {}
