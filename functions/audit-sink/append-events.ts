import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { type IncomingEvent, malformed } from '../kit/events/read-event.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { type Content, digestOf } from './entry.ts'

/**
 * Appends events to the chains of their people, in one statement. The entry is also the record that the event was handled,
 * so there is no inbox. The order of the chain is the order of arrival; `time` tells when the event happened.
 */
export async function appendEvents(
  { sql }: { sql: Sql },
  events: readonly IncomingEvent[],
): Promise<'handled' | 'duplicate'> {
  const entries = events.map(event => {
    const content = contentOf(event)
    const { salt, id, source, type, taskId, time, actor, data } = content
    return {
      who: userOf(event),
      ...{ salt, event_id: id, source, type, task_id: taskId, happened_at: time, data },
      actor_kind: actor?.kind ?? null,
      actor_id: actor?.id ?? null,
      digest: digestOf(content).toString('hex'),
    }
  })
  // A late event belongs to a deleted account and needs no retry.
  const [row] = await sql<{ handled: number }[]>`select audit.append_all(${sql.json(entries)}::json) as handled`
  return row?.handled ? 'handled' : 'duplicate'
}

const NamesUser = v.object({ userId: v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,255}$/)) })
const HasActor = v.object({ actor: v.object({ kind: v.string(), id: v.string() }) })
const TaskId = v.pipe(v.string(), v.uuid())

/** The person of an event; in a command of a producer the data names them. Other events have a chain that no person sees. */
export const userOf = ({ userId, data }: Pick<IncomingEvent, 'userId' | 'data'>): string =>
  userId ?? (v.is(NamesUser, data) ? data.userId : '')

function contentOf({ id, source, type, subject, time, data }: IncomingEvent): Content {
  return {
    salt: randomUUID(),
    id,
    source,
    type,
    taskId: v.is(TaskId, subject) ? subject.toLowerCase() : null,
    time: storableTime(time) ?? noTime(),
    actor: v.is(HasActor, data) ? { kind: data.actor.kind, id: data.actor.id } : null,
    data: JSON.stringify(data ?? null),
  }
}

/** The time as the database returns it; nothing for a time that it cannot hold. */
export function storableTime(time: string): string | undefined {
  const at = new Date(time)
  return at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999 ? at.toISOString() : undefined
}

const noTime = () => {
  throw malformed('The time of the CloudEvent is not a valid time.')
}
