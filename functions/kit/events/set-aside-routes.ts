import * as v from 'valibot'
import { notAllowed, notReplayable, setAsideNotFound } from '../core/problems.ts'
import { refuse } from '../core/refusal.ts'
import { closed } from '../core/schema.ts'
import { ok } from '../http/answer.ts'
import { type Outcome, type Route, route } from '../http/api.ts'
import { pageLimit } from '../http/cursor.ts'
import type { Sql } from '../postgres/connect.ts'
import type { Outbox } from './outbox.ts'
import type { IncomingEvent } from './read-event.ts'
import { findSetAside, listSetAside, type SetAside, type SetAsideEvent, takeBack } from './set-aside.ts'

const Id = v.pipe(v.string(), v.uuid())

const SetAsideItem = closed({
  id: Id,
  way: v.picklist(['published', 'received']),
  event: closed({ id: v.string(), source: v.string(), type: v.string(), userId: v.string(), time: v.string() }),
  /** The door that could not handle it; empty for an event that the broker did not accept. */
  consumer: v.string(),
  tries: v.number(),
  reason: v.string(),
  setAsideAt: v.string(),
})

export interface SetAsideDeps {
  sql: Sql
  schema: string
  outbox: Outbox | undefined
  /** Handles a received event once more, at the door that could not. */
  handleAgain(door: string, event: IncomingEvent): Promise<unknown>
}

interface Deps {
  setAside: SetAsideDeps
}

/** For operators: the events that this function could not publish or handle. Each function names its own path. */
export function setAsideRoutes(functionName: string): Route<Deps>[] {
  const path = `/api/set-aside/${functionName}`
  const tag = 'operation'
  const id = functionName.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const name = `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`

  return [
    route(
      {
        method: 'get',
        path,
        id: `listSetAside${name}`,
        summary: `For operators: events that ${functionName} could not publish or handle, with the reasons, newest first`,
        tag,
        scope: 'read',
        forOperator: true,
        query: closed({ limit: v.optional(pageLimit, '50'), after: v.exactOptional(Id) }),
        answers: { 200: closed({ items: v.array(SetAsideItem), next: v.nullable(v.string()) }) },
        refusals: [notAllowed],
      },
      async ({ setAside: { sql, schema } }: Deps, { query: { limit, after } }) => {
        const rows = await listSetAside(sql, schema, after ?? null, limit + 1)
        const items = rows.slice(0, limit).map(toItem)
        return ok({ items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null })
      },
    ),
    route(
      {
        method: 'post',
        path: `${path}/{id}/replay`,
        id: `replaySetAside${name}`,
        summary: `For operators: let ${functionName} publish or handle an event again`,
        tag,
        scope: 'write',
        forOperator: true,
        params: closed({ id: Id }),
        missing: setAsideNotFound,
        answers: { 200: closed({ id: Id }) },
        refusals: [notAllowed, notReplayable],
      },
      ({ setAside }: Deps, { params }) => replay(setAside, params.id),
    ),
  ]
}

async function replay({ sql, schema, outbox, handleAgain }: SetAsideDeps, id: string): Promise<Outcome> {
  const found = await findSetAside(sql, schema, id)
  if (!found) return refuse(setAsideNotFound)
  if (found.way === 'received') {
    const failure = await handleAgain(found.consumer, toIncoming(found)).then(() => undefined, String)
    if (failure) return refuse(notReplayable, { detail: `It failed again: ${failure}` })
  }
  await takeBack(sql, schema, id)
  // While the broker is away, the event waits in the outbox like any other.
  if (found.way === 'published') await outbox?.sweep().catch(() => {})
  return ok({ id })
}

const toItem = (row: SetAside) => ({
  id: row.id,
  way: row.way,
  event: { id: row.event_id, source: row.source, type: row.type, userId: row.user_id, time: row.time },
  consumer: row.consumer,
  tries: row.tries,
  reason: row.reason,
  setAsideAt: row.set_aside_at.toISOString(),
})

const toIncoming = (row: SetAsideEvent): IncomingEvent => ({
  id: row.event_id,
  source: row.source,
  type: row.type,
  subject: row.subject ?? undefined,
  time: row.time,
  userId: row.user_id || undefined,
  traceparent: row.traceparent ?? undefined,
  extensions: {},
  data: row.data,
})
