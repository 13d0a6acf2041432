import type postgres from 'postgres'
import { v7 as newId } from 'uuid'
import type { Sql } from '../postgres/connect.ts'
import { counter } from '../telemetry/instruments.ts'
import type { Outgoing } from './event.ts'
import type { ReceivedEvent } from './handler.ts'

const setAsideCount = counter('zerodue.events.set_aside', {
  description: 'Events that could not be published or handled and wait for an operator.',
})

/** An event that fails this often is set aside. */
export const maxTries = 3

/** An event that a function could not publish or handle, as an operator sees it: without what a person wrote. */
export interface SetAside {
  id: string
  way: 'published' | 'received'
  consumer: string
  source: string
  event_id: string
  type: string
  user_id: string
  time: string
  tries: number
  reason: string
  set_aside_at: Date
}

/** A row with the whole event, for a replay. */
export interface SetAsideEvent extends SetAside {
  subject: string | null
  data: unknown
  traceparent: string | null
}

/** The table of the events that a function could not publish or handle. */
export interface SetAsideTable {
  /** Records that an event of the outbox was not published. Answers whether it is set aside now. */
  notPublished(event: Outgoing, error: unknown, tries?: number): Promise<boolean>
  /** The same for an event that a consumer of this function could not handle. */
  notHandled(consumer: string, event: ReceivedEvent, error: unknown): Promise<boolean>
}

export function setAsideTable(sql: Sql, schema: string, functionName: string): SetAsideTable {
  const labels = { function: functionName }
  setAsideCount.add(0, labels)

  async function note(
    way: SetAside['way'],
    consumer: string,
    event: Omit<SetAsideEvent, 'id' | 'way' | 'consumer' | 'tries' | 'reason' | 'set_aside_at'> & {
      topic: string | null
    },
    error: unknown,
    tries = maxTries,
  ): Promise<boolean> {
    const row = { id: newId(), way, consumer, reason: reasonOf(error), ...event }
    const [noted] = await sql<{ set_aside: boolean }[]>`
      select ${sql(`${schema}.note_failure`)}(${sql.json(row as unknown as postgres.JSONValue)}::json, ${tries}) as set_aside`
    if (noted?.set_aside) setAsideCount.add(1, labels)
    return noted?.set_aside ?? false
  }

  return {
    notPublished: ({ id: event_id, userId: user_id, ...event }, error, tries) =>
      note('published', '', { event_id, user_id, ...event }, error, tries),
    notHandled: (consumer, { id: event_id, userId, source, type, subject, time, traceparent, raw }, error) =>
      note(
        'received',
        consumer,
        {
          event_id,
          user_id: userId ?? '',
          topic: null,
          source,
          type,
          subject: subject ?? null,
          time,
          data: raw ?? null,
          traceparent: traceparent ?? null,
        },
        error,
      ),
  }
}

/** The reason for an operator: the message of the error, never the event. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll('\0', '').slice(0, 500)

/** The newest first, without what people wrote. */
export const listSetAside = (sql: Sql, schema: string, after: string | null, most: number): Promise<SetAside[]> =>
  sql<SetAside[]>`
    select id, way, consumer, source, event_id, type, user_id, time, tries, reason, set_aside_at
    from ${sql(`${schema}.list_set_aside`)}(${after}, ${most})`

export const findSetAside = async (sql: Sql, schema: string, id: string): Promise<SetAsideEvent | undefined> =>
  (await sql<SetAsideEvent[]>`select * from ${sql(`${schema}.find_set_aside`)}(${id})`)[0]

/** A received event leaves the table; one to publish goes back into the outbox. */
export const takeBack = async (sql: Sql, schema: string, id: string): Promise<void> =>
  void (await sql`select ${sql(`${schema}.take_back`)}(${id})`)
