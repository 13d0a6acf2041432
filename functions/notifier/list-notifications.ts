import * as v from 'valibot'
import { Id } from '../domain/task.ts'
import type { Refusal } from '../kit/core/refusal.ts'
import { closed } from '../kit/core/schema.ts'
import type { Answer } from '../kit/http/answer.ts'
import type { Caller } from '../kit/http/api.ts'
import { answerPage, paging } from '../kit/http/cursor.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'

const Instant = v.pipe(v.string(), v.isoTimestamp())
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const Notification = closed({
  id: Id,
  what: v.picklist(['reminder', 'confirm', 'test']),
  kind: v.picklist(['app', 'webpush', 'email', 'webhook']),
  channelId: v.nullable(Id),
  taskId: v.nullable(Id),
  title: v.nullable(v.string()),
  state: v.picklist(['pending', 'sending', 'delivered', 'failed', 'uncertain', 'cancelled']),
  reason: v.nullable(v.string()),
  nextAt: v.nullable(Instant),
  createdAt: Instant,
  finishedAt: v.nullable(Instant),
  attempts: v.array(
    closed({
      number: Count,
      at: Instant,
      outcome: v.picklist(['delivered', 'failed', 'uncertain']),
      status: v.nullable(Count),
      reason: v.nullable(v.string()),
      durationMs: Count,
    }),
  ),
})

export const NotificationsQuery = closed({
  taskId: v.exactOptional(Id),
  channelId: v.exactOptional(Id),
  ...paging,
})

type Query = v.InferOutput<typeof NotificationsQuery>
type Item = v.InferOutput<typeof Notification>

interface Row {
  id: string
  what: Item['what']
  kind: Item['kind']
  channel_id: string | null
  task_id: string | null
  title: string | null
  state: Item['state']
  reason: string | null
  next_at: Date | null
  created_at: Date
  finished_at: Date | null
  attempts: (Omit<Item['attempts'][number], 'at'> & { at: string })[]
}

export interface ListDeps {
  sql: Sql
  cursorSecret: string
}

/** Newest first: ids grow with time. */
export const listNotifications = (
  { sql, cursorSecret }: ListDeps,
  caller: Caller,
  { limit, cursor, ...filter }: Query,
): Promise<Answer | Refusal> =>
  answerPage({
    secret: cursorSecret,
    list: ['notifications', caller.userId, filter],
    limit,
    cursor,
    find: (position: Position | undefined, count) =>
      asCaller(sql, caller, tx => findPage(tx, caller.userId, filter, position, count)),
    positionOf: ({ id }) => ({ before: id }),
    toItem,
  })

interface Position {
  before: string
}

const findPage = (
  tx: Transaction,
  userId: string,
  { taskId, channelId }: Omit<Query, keyof typeof paging>,
  position: Position | undefined,
  count: number,
) => tx<Row[]>`
  select d.id, d.what, d.kind, d.channel_id, d.task_id, d.content #>> '{reminder,task,title}' as title, d.state, d.reason,
    d.next_at, d.created_at, d.finished_at,
    coalesce((
      select json_agg(json_build_object('number', a.number, 'at', a.at, 'outcome', a.outcome, 'status', a.status,
        'reason', a.reason, 'durationMs', a.duration_ms) order by a.number)
      from notifications.attempt a where a.user_id = d.user_id and a.delivery_id = d.id), '[]') as attempts
  from notifications.delivery d
  where d.user_id = ${userId}
    ${position ? tx`and d.id < ${position.before}` : tx``}
    ${taskId === undefined ? tx`` : tx`and d.task_id = ${taskId}`}
    ${channelId === undefined ? tx`` : tx`and d.channel_id = ${channelId}`}
  order by d.id desc limit ${count}`

const toItem = (row: Row): Item => ({
  id: row.id,
  what: row.what,
  kind: row.kind,
  channelId: row.channel_id,
  taskId: row.task_id,
  title: row.title,
  state: row.state,
  reason: row.reason,
  nextAt: row.next_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  attempts: row.attempts.map(attempt => ({ ...attempt, at: new Date(attempt.at).toISOString() })),
})
