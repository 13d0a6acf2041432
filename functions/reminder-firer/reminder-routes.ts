import * as v from 'valibot'
import { Instant } from '../domain/instant.ts'
import { Id, Title } from '../domain/task.ts'
import { invalidCursor } from '../kit/core/problems.ts'
import { closed } from '../kit/core/schema.ts'
import { route } from '../kit/http/api.ts'
import { type ListDeps, ListQuery, listReminders, State } from './list-reminders.ts'

export const ListedReminder = closed({
  taskId: Id,
  id: Id,
  title: Title,
  state: State,
  /** The moment that the reminder is for. */
  moment: Instant,
  /** When it fires or should have fired: the moment, or the end of the quiet hours. */
  at: Instant,
  times: v.pipe(v.number(), v.integer(), v.minValue(0)),
  firedAt: v.exactOptional(Instant),
  late: v.exactOptional(v.boolean()),
  snoozedUntil: v.exactOptional(Instant),
})

export const reminderRoutes = [
  route(
    {
      method: 'get',
      path: '/api/reminders',
      id: 'listReminders',
      summary: "The caller's reminders: armed, snoozed, fired, and passed before they were set",
      tag: 'reminders',
      scope: 'read',
      query: ListQuery,
      answers: { 200: closed({ items: v.array(ListedReminder), next: v.nullable(v.string()) }) },
      refusals: [invalidCursor],
    },
    (deps: ListDeps, { caller, query }) => listReminders(deps, caller, query),
  ),
]
