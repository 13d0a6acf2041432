import * as v from 'valibot'
import { invalidCursor } from '../kit/core/problems.ts'
import { closed } from '../kit/core/schema.ts'
import { route } from '../kit/http/api.ts'
import { type ListDeps, listNotifications, Notification, NotificationsQuery } from './list-notifications.ts'

export const notificationRoutes = [
  route(
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
    (deps: ListDeps, { caller, query }) => listNotifications(deps, caller, query),
  ),
]
