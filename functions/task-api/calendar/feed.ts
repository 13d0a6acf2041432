import { createHash } from 'node:crypto'
import { feedNotFound } from '../../domain/problems.ts'
import type { Task } from '../../domain/task.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { hashOf } from '../identity/secret.ts'
import {
  type Component,
  instantProperty,
  momentProperty,
  type Property,
  ruleProperty,
  textProperty,
} from '../transfer/ical.ts'
import { readAllTasks, streamResponse } from '../transfer/stream-tasks.ts'
import { todoOf, writeIcal } from '../transfer/write-ical.ts'

interface FeedRequest {
  secret: string
  as: 'events' | 'tasks'
  ifNoneMatch: string | undefined
}

/** Increase it when the same tasks give a different calendar. */
const formatVersion = 1
/** Every refresh wakes this function, and a calendar needs only a few a day. */
const refresh = 'PT6H'

const properties: Property[] = [
  ['method', {}, 'text', 'PUBLISH'],
  ['x-wr-calname', {}, 'unknown', 'Zerodue'],
  ['refresh-interval', {}, 'duration', refresh],
  ['x-published-ttl', {}, 'unknown', refresh],
]

/**
 * The open tasks with a date, for anybody who has the address. They are events by default: subscribed calendars (Google,
 * Apple, Outlook) ignore a VTODO, and other programs would show both. Without alarms, because Zerodue reminds already.
 */
export async function feed(sql: Sql, now: Date, { secret, as, ifNoneMatch }: FeedRequest): Promise<Response | Refusal> {
  const [row] = await sql<{ owner: string | null }[]>`select identity.calendar_owner(${hashOf(secret)}) as owner`
  if (!row?.owner) return refuse(feedNotFound)
  const caller = { userId: row.owner }
  const etag = await stateOf(sql, caller, `${formatVersion} ${as} ${now.getUTCFullYear()}`)
  const headers = { etag, 'cache-control': 'private, max-age=900' }
  if (ifNoneMatch?.split(',').some(one => one.trim().replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers })

  const componentOf = as === 'events' ? eventOf : (task: Task) => todoOf(task, { alarms: false })
  return streamResponse(writeIcal({ now, properties, componentOf }, readAllTasks(sql, caller, { dated: true })), {
    ...headers,
    'content-type': 'text/calendar; charset=utf-8',
  })
}

/** Read before the tasks, so that a change in between gives the next request a new state. */
async function stateOf(sql: Sql, caller: { userId: string }, prefix: string): Promise<string> {
  const [row] = await asCaller(
    sql,
    caller,
    tx => tx<[{ state: string | null }]>`
      select md5(string_agg(id::text || version, ',' order by id)) as state from tasks.task
      where user_id = ${caller.userId} and deleted_at is null and status = 'open' and due_date is not null`,
  )
  return `"${createHash('sha256').update(`${prefix} ${row?.state}`).digest('base64url').slice(0, 22)}"`
}

/**
 * A task as an event that blocks no time. Only a rule that counts from the due date shows future occurrences: when it
 * counts from completion, they have no date yet.
 */
function eventOf({ id, title, notes, tags, due, repeat, occurrence, createdAt, updatedAt }: Task): Component {
  const properties: Property[] = [
    textProperty('uid', id),
    instantProperty('dtstamp', updatedAt),
    instantProperty('created', createdAt),
    instantProperty('last-modified', updatedAt),
    textProperty('summary', title),
    ...(notes ? [textProperty('description', notes)] : []),
    ...(tags.length ? [textProperty('categories', ...tags)] : []),
    ...(due ? [momentProperty('dtstart', due)] : []),
    ...(due?.time === undefined ? [] : [['duration', {}, 'duration', 'PT30M'] satisfies Property]),
    ...(repeat?.from === 'due' ? [ruleProperty(repeat, occurrence)] : []),
    textProperty('transp', 'TRANSPARENT'),
  ]
  return ['vevent', properties, []]
}
