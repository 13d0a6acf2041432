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

/** The door by which events leave. It rejects when it cannot take them all; what was taken twice is dropped by receivers. */
export interface Publisher {
  publish(events: Outgoing[]): Promise<void>
  /** Lets what is under way end, as far as that needs no waiting for somebody who does not answer. */
  close(): Promise<void>
  /** Whether each event succeeds or fails for itself, so that one that is stuck must not hold up the others. */
  readonly oneByOne?: boolean
}

export const sourceOf = (functionName: string): string => `/zerodue/${functionName}`
