import { v7 as newId } from 'uuid'
import type * as v from 'valibot'
import type { EventType } from '../core/event-type.ts'

/** A CloudEvent as it waits in an outbox: everything about it is fixed when it is written. */
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

/** An event on its way. `source` says which function it comes from: `/zerodue/task-api`. */
export interface Outgoing extends OutboxEvent {
  source: string
}

export const sourceOf = (functionName: string): string => `/zerodue/${functionName}`

/** Whose event it is, and the trace that leads to it: a caller, or the event that is being handled. */
export interface Cause {
  userId: string
  traceparent?: string | null | undefined
}

/** What an event says beside its type. Its topic, its user and its trace follow from the type and the cause. */
export interface Emission<TData extends v.GenericSchema> {
  data: v.InferInput<TData>
  subject?: string | null
  time: Date
  /** Fixed where a repeated run must make the same event again. */
  id?: string
}

/** Makes an event of the catalog: data that does not fit its type does not compile. */
export function newEvent<TData extends v.GenericSchema>(
  { type, topic }: EventType<TData>,
  { userId, traceparent = null }: Cause,
  { data, subject = null, time, id = newId() }: Emission<TData>,
): OutboxEvent {
  if (topic === null) throw new Error(`${type} goes through no topic`)
  return { id, topic, type, subject, userId, time: time.toISOString(), data: data as object, traceparent }
}

/** Emits an event of the catalog for the cause at hand: it leaves when what it tells of is committed. */
export type Emit = <TData extends v.GenericSchema>(type: EventType<TData>, emission: Emission<TData>) => Promise<void>

/** The door by which events leave. It rejects when it cannot take them all; receivers drop what they took before. */
export interface Publisher {
  publish(events: Outgoing[]): Promise<void>
  /** Lets what is under way end, as far as that needs no waiting for somebody who does not answer. */
  close(): Promise<void>
  /** Whether each event succeeds or fails for itself, so that one that is stuck must not hold up the others. */
  readonly oneByOne?: boolean
}
