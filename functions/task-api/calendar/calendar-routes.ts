import * as v from 'valibot'
import { feedNotFound } from '../../domain/problems.ts'
import { notAllowed } from '../../kit/core/problems.ts'
import { closed } from '../../kit/core/schema.ts'
import { route } from '../../kit/http/api.ts'
import { requirePerson } from '../../kit/identity/person-only.ts'
import type { MeDeps } from '../identity/me-routes.ts'
import { secretMaker, withSecret } from '../identity/secret.ts'
import { inWork } from '../work.ts'
import { CalendarState, findCalendar, MadeCalendar, removeCalendar, renewCalendar } from './calendar.ts'

const Secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'must be the secret of a calendar'))
const calendar = { tag: 'calendar', path: '/api/calendar' } as const

export const calendarRoutes = [
  route(
    {
      ...calendar,
      method: 'get',
      id: 'getCalendar',
      summary: 'Whether the calendar feed is on, and since when',
      scope: 'read',
      answers: { 200: CalendarState },
    },
    (deps: MeDeps, { caller }) => findCalendar(deps.sql, caller),
  ),

  route(
    {
      ...calendar,
      method: 'post',
      id: 'renewCalendar',
      summary: 'Create the calendar feed or replace its address, which is shown only once',
      scope: 'write',
      idempotent: true,
      answers: { 201: MadeCalendar },
      refusals: [notAllowed],
    },
    async (deps: MeDeps, request) => {
      requirePerson(request.caller)
      const secret = secretMaker(deps.identity.secret, 'calendar', request.caller, request.once)()
      const outcome = await inWork(deps, request, work => renewCalendar(work, secret))
      return withSecret(outcome, () => ({ url: `${deps.identity.publicUrl}/api/calendar/${secret}.ics` }))
    },
  ),

  route(
    {
      ...calendar,
      method: 'delete',
      id: 'deleteCalendar',
      summary: 'Delete the calendar feed',
      scope: 'write',
      answers: { 204: null },
      refusals: [feedNotFound, notAllowed],
    },
    (deps: MeDeps, request) => {
      requirePerson(request.caller)
      return inWork(deps, request, removeCalendar)
    },
  ),

  route(
    {
      tag: 'calendar',
      method: 'get',
      path: '/api/calendar/{secret}.ics',
      id: 'readCalendar',
      summary: 'Open tasks with a date, for a calendar program to subscribe to',
      params: closed({ secret: Secret }),
      missing: feedNotFound,
      query: closed({ as: v.optional(v.picklist(['events', 'tasks'], 'must be events or tasks'), 'events') }),
      answers: { 200: { type: 'text/calendar' }, 304: null },
      refusals: [feedNotFound],
    },
    async (deps: MeDeps, { c, params, query }) => {
      // Imported late: writing calendars takes longer to load than the rest of this function.
      const { feed } = await import('./feed.ts')
      return feed(deps.sql, deps.now(), { ...params, ...query, ifNoneMatch: c.req.header('if-none-match') })
    },
  ),
]
