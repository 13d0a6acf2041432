import * as v from 'valibot'
import { Id } from '../domain/task.ts'
import { invalidCursor } from '../kit/core/problems.ts'
import { closed } from '../kit/core/schema.ts'
import type { Api } from '../kit/http/api.ts'
import { paging } from '../kit/http/cursor.ts'
import type { Notifier } from './function.ts'
import { listNotifications } from './list-notifications.ts'

const Instant = v.pipe(v.string(), v.isoTimestamp())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

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
      number: count,
      at: Instant,
      outcome: v.picklist(['delivered', 'failed', 'uncertain']),
      status: v.nullable(count),
      reason: v.nullable(v.string()),
      durationMs: count,
    }),
  ),
})

export const NotificationsQuery = closed({
  taskId: v.exactOptional(Id),
  channelId: v.exactOptional(Id),
  ...paging,
})

export function notificationRoutes(api: Api, deps: Notifier): void {
  api.route(
    {
      method: 'get',
      path: '/api/notifications',
      id: 'listNotifications',
      summary: 'What the caller was told, by which channel, and every attempt, newest first',
      tag: 'notifications',
      scope: 'read',
      query: NotificationsQuery,
      answers: { 200: closed({ items: v.array(Notification), next: v.nullable(v.string()) }) },
      refusals: [invalidCursor],
    },
    ({ caller, query }) => listNotifications(deps, caller, query),
  )
}
