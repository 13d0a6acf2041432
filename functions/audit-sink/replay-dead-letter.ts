import * as v from 'valibot'
import { deadLetterNotFound } from '../domain/problems.ts'
import { batchEvent } from '../kit/core/batch-event.ts'
import type { EventType } from '../kit/core/event-type.ts'
import { notReplayable, unavailable } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import type { Outgoing, Publisher } from '../kit/events/event.ts'
import { formsOf } from '../kit/events/formerly.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { userOf } from './append-events.ts'
import { jsonOf } from './keep-dead-letter.ts'

export interface ReplayDeps {
  sql: Sql
  publisher: Pick<Publisher, 'publish'>
  now: () => Date
}

interface LetterRow {
  id: string
  attributes: Record<string, string>
  body: Buffer
  failures: number
}

/**
 * Publishes the event again with its id on the topic of its type; functions that have handled it drop it. The replay is
 * recorded after that, so a crash causes one replay too many and never loses one. It answers only the failures that were
 * known before, so an event that fails again meanwhile still waits.
 */
export async function replayDeadLetter(deps: ReplayDeps, id: string): Promise<Answer | Refusal> {
  const [letter] = await deps.sql<LetterRow[]>`
    select id, attributes, body, failures from audit.find_dead_letter(${id})`
  if (!letter) return refuse(deadLetterNotFound)
  // Loaded with the first replay: storing events does not need the catalog.
  const { catalog } = await import('../domain/events/catalog.ts')
  const event = toEvent(letter, catalog)
  if (typeof event === 'string') return refuse(notReplayable, { detail: event })
  try {
    await deps.publisher.publish(formsOf(event, catalog))
  } catch {
    return refuse(unavailable, { detail: 'The broker did not accept the event.', headers: { 'retry-after': '1' } })
  }
  const at = deps.now()
  await deps.sql`select audit.note_replay(${id}, ${letter.failures}, ${at})`
  return ok({ id, topic: event.topic, replayedAt: at.toISOString() })
}

/** The event as its sender published it, or the reason why it cannot be published again. */
function toEvent({ attributes, body }: LetterRow, catalog: readonly EventType[]): Outgoing | string {
  const { id, source, type, subject, time, userid, traceparent } = attributes
  const data = jsonOf(body)
  // A batch is in the topic of its events.
  const inner = v.is(batchEvent.data, data) && type === batchEvent.type ? data.events[0]?.type : type
  const topic = catalog.find(known => known.type === inner)?.topic
  if (!id || !source || !type || !topic) return 'The type of the event is unknown here: its sender must fix that.'
  if (typeof data !== 'object' || data === null) return 'The data is not a JSON object: its sender must fix that.'
  const userId = userOf({ userId: userid, data })
  if (!userId) return 'The event names no user: its sender must fix that.'
  return {
    id,
    source,
    type,
    topic,
    subject: subject ?? null,
    userId,
    time: time ?? new Date(0).toISOString(),
    data,
    traceparent: traceparent ?? null,
  }
}
