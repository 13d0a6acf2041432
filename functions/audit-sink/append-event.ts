import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { type IncomingEvent, malformed } from '../kit/events/read-event.ts'
import type { Sql } from '../kit/postgres/connect.ts'
import { type Content, digestOf } from './entry.ts'

type Appended = 'added' | 'duplicate' | 'late'

/**
 * Adds an event to the end of its person's chain, in one statement: either the whole of it is there or nothing, and the
 * entry itself says that the event was taken, so no inbox stands beside it. The order is that of arrival, as nobody may
 * move what is there; two that race get two numbers in a row, whichever comes first. `time` says what happened first.
 */
export async function appendEvent({ sql }: { sql: Sql }, event: IncomingEvent): Promise<'handled' | 'duplicate'> {
  const content = contentOf(event)
  const { salt, id, source, type, taskId, time, actor, data } = content
  const [row] = await sql<{ outcome: Appended }[]>`
    select audit.append(${userOf(event)}, ${salt}, ${id}, ${source}, ${type}, ${taskId}, ${time},
      ${actor?.kind ?? null}, ${actor?.id ?? null}, ${data}::text::json, ${digestOf(content)}) as outcome`
  // What is late belongs to an account that has ended: it is done with.
  return row?.outcome === 'duplicate' ? 'duplicate' : 'handled'
}

const NamesUser = v.object({ userId: v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,255}$/)) })
const HasActor = v.object({ actor: v.object({ kind: v.string(), id: v.string() }) })
const TaskId = v.pipe(v.string(), v.uuid())

/** Whose it is: a producer of commands says it in the data. What names nobody has a chain that no person sees. */
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

/** As the database gives it back; nothing for what it cannot hold. */
export function storableTime(time: string): string | undefined {
  const at = new Date(time)
  return at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999 ? at.toISOString() : undefined
}

const noTime = () => {
  throw malformed('The time of the CloudEvent is no time.')
}
