import * as v from 'valibot'
import { invalidCursor } from '../kit/core/problems.ts'
import { closed, text } from '../kit/core/schema.ts'
import { route } from '../kit/http/api.ts'
import { type FollowDeps, followLink } from './links/follow-link.ts'
import { openLink } from './links/link.ts'
import { linkPage } from './links/page.ts'
import { type ListDeps, listNotifications, Notification, NotificationsQuery } from './list-notifications.ts'
import { words } from './mail/words.ts'

interface LinkDeps {
  linkSecret: string
  now: () => Date
}

/**
 * Links in mails work without signing in. Programs that scan mail open every link: opening one changes nothing and shows a
 * button, and only pressing the button acts. The one click of a mail program (RFC 8058) is the same POST.
 */
const link = {
  path: '/api/notifications/links/{link}',
  tag: 'notifications',
  params: closed({ link: text(1, 4000) }),
  query: closed({}),
  answers: { 200: { type: 'text/html' }, 404: { type: 'text/html' }, 410: { type: 'text/html' } },
} as const

export const notificationRoutes = [
  route(
    {
      method: 'get',
      path: '/api/notifications',
      id: 'listNotifications',
      summary: "The caller's notifications with their channels and every attempt, newest first",
      tag: 'notifications',
      scope: 'read',
      query: NotificationsQuery,
      answers: { 200: closed({ items: v.array(Notification), next: v.nullable(v.string()) }) },
      refusals: [invalidCursor],
    },
    (deps: ListDeps, { caller, query }) => listNotifications(deps, caller, query),
  ),
  route(
    { ...link, method: 'get', id: 'openLink', summary: 'A page with a button for what a link in a mail does' },
    async ({ linkSecret, now }: LinkDeps, { params }) => {
      const link = openLink(linkSecret, params.link, now())
      if (!link) return invalidLink()
      const { question, [link.verb]: label } = words[link.locale]
      return linkPage(link.locale, 200, question[link.verb](link.title ?? ''), label)
    },
  ),
  route(
    { ...link, method: 'post', id: 'followLink', summary: 'Do what a link in a mail does, once' },
    async (deps: LinkDeps & FollowDeps, { params }) => {
      const link = openLink(deps.linkSecret, params.link, deps.now())
      if (!link) return invalidLink()
      const { done, used } = words[link.locale]
      return (await followLink(deps, link))
        ? linkPage(link.locale, 200, done[link.verb])
        : linkPage(link.locale, 410, used)
    },
  ),
]

const invalidLink = () => linkPage('en', 404, words.en.ended)
