import { randomUUID } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { bodyOf, httpHeaders } from '../events/cloud-event.ts'
import type { Outgoing } from '../events/event.ts'

/** A sample event, with the changes that a test needs. */
export const someEvent = (more: Partial<Outgoing> = {}): Outgoing => ({
  id: newId(),
  source: '/zerodue/test',
  topic: 'task-events',
  type: 'zerodue.test.counted.v1',
  subject: randomUUID(),
  userId: 'ana',
  time: '2026-11-21T09:30:00.000Z',
  data: { number: 1 },
  traceparent: null,
  ...more,
})

/** The request with which KafkaSource would deliver it. */
export const delivery = (event: Outgoing, authorization: string): RequestInit => ({
  method: 'POST',
  headers: { ...httpHeaders(event), authorization },
  body: bodyOf(event),
})
