import { closed, text } from '../../kit/core/schema.ts'
import type { OutboxEvent } from '../../kit/events/event.ts'
import { emitIn } from '../../kit/events/inbox.ts'
import type { Outbox } from '../../kit/events/outbox.ts'
import { route } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { words } from '../mail/words.ts'
import { actOnce } from './act.ts'
import { type Link, openLink } from './link.ts'
import { linkPage } from './page.ts'

interface LinkDeps {
  sql: Sql
  outbox: Outbox
  linkSecret: string
  now: () => Date
}

const params = closed({ link: text(1, 4000) })
const common = { path: '/api/notifications/links/{link}', tag: 'notifications', params, query: closed({}) } as const
const answers = { 200: { type: 'text/html' }, 404: { type: 'text/html' }, 410: { type: 'text/html' } }

/**
 * Links in mails, which work without signing in. Programs that scan mail open every link: opening one changes nothing and
 * shows a button; only pressing it acts. The one click of a mail program (RFC 8058) is the same POST.
 */
export const linkRoutes = [
  route(
    {
      ...common,
      method: 'get',
      id: 'openLink',
      summary: 'A page with a button for what a link in a mail does',
      answers,
    },
    async (deps: LinkDeps, { params }) => {
      const link = openLink(deps.linkSecret, params.link, deps.now())
      return link ? question(link) : ended()
    },
  ),
  route(
    { ...common, method: 'post', id: 'followLink', summary: 'Do what a link in a mail does, once', answers },
    async (deps: LinkDeps, { params }) => {
      const link = openLink(deps.linkSecret, params.link, deps.now())
      return link ? press(deps, link) : ended()
    },
  ),
]

const question = ({ locale, verb, title = '' }: Link) =>
  linkPage(locale, 200, words[locale].question[verb](title), labelOf({ locale, verb }))

const labelOf = ({ locale, verb }: Pick<Link, 'locale' | 'verb'>) => words[locale][verb]

const ended = () => linkPage('en', 404, words.en.ended)

async function press({ sql, outbox, now }: LinkDeps, link: Link): Promise<Response> {
  const written: OutboxEvent[] = []
  const done = await asCaller(sql, link, tx => actOnce(tx, link, now(), emitIn(tx, 'notifications', link, written)))
  await outbox.publish(written)
  const say = words[link.locale]
  return done ? linkPage(link.locale, 200, say.done[link.verb]) : linkPage(link.locale, 410, say.used)
}
