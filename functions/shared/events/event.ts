/** A CloudEvent as it waits in an outbox: everything about it is fixed when it is written. */
export interface OutboxEvent {
  id: string
  topic: Topic
  type: string
  subject: string | null
  userId: string
  time: string
  data: object
  traceparent: string | null
}

export type Topic = 'task-events' | 'task-commands' | 'task-updates' | 'reminders' | 'audit-events' | 'dead-letters'

/** The door by which events leave. It rejects when it cannot take them all; what was taken twice is dropped by receivers. */
export interface Publisher {
  publish(events: OutboxEvent[]): Promise<void>
  close(): Promise<void>
}
