import { deadLetterNotFound, notReplayable } from '../domain/problems.ts'
import { unavailable } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import type { Outgoing, Publisher } from '../kit/events/event.ts'
import { type Answer, ok } from '../kit/http/answer.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { userOf } from './append-event.ts'
import { jsonOf } from './dead-letter.ts'

export interface ReplayDeps {
  sql: Sql
  publisher: Publisher
  now: () => Date
}

interface LetterRow {
  id: string
  attributes: Record<string, string>
  body: Buffer
  failures: number
}

/**
 * Publishes the event again as it was, id and all, on the topic of its type: whoever handled it then drops it now. Noted
 * after that, so a crash in between means one replay too many and never one too few; and noted for the failures that were
 * known before, so one that fails again meanwhile still waits.
 */
export async function replayDeadLetter(deps: ReplayDeps, id: string): Promise<Answer | Refusal> {
  const [letter] = await deps.sql<LetterRow[]>`
    select id, attributes, body, failures from audit.find_dead_letter(${id})`
  if (!letter) return refuse(deadLetterNotFound)
  const event = await toEvent(letter)
  if (typeof event === 'string') return refuse(notReplayable, { detail: event })
  try {
    await deps.publisher.publish([event])
  } catch {
    return refuse(unavailable, { detail: 'The broker did not take it.', headers: { 'retry-after': '1' } })
  }
  const at = deps.now()
  await deps.sql`select audit.note_replay(${id}, ${letter.failures}, ${at})`
  return ok({ id, topic: event.topic, replayedAt: at.toISOString() })
}

/** The event as it left its sender, or why there is none that could leave again. */
async function toEvent({ attributes, body }: LetterRow): Promise<Outgoing | string> {
  const { id, source, type, subject, time, userid, traceparent } = attributes
  // Loaded with the first replay: events are kept without it, whatever their type.
  const { catalog } = await import('../domain/events/catalog.ts')
  const topic = catalog.find(known => known.type === type)?.topic
  if (!id || !source || !type || !topic)
    return 'It is no event of a type that is known here: its sender has to mend it.'
  const data = jsonOf(body)
  if (typeof data !== 'object' || data === null) return 'Its data is no JSON object: its sender has to mend it.'
  const userId = userOf({ userId: userid, data })
  if (!userId) return 'It does not say whose it is: its sender has to mend it.'
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
