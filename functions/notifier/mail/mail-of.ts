import type { ChannelRow, Locale } from '../channel.ts'
import type { Claimed } from '../deliver/lease.ts'
import type { ReminderDue } from '../delivery.ts'
import { type Link, sealLink } from '../links/link.ts'
import type { Mail } from '../send/email.ts'
import { layOut } from './layout.ts'
import { oneLine, whenDue, words } from './words.ts'

export interface MailDeps {
  linkSecret: string
  publicUrl: string
  linksUrl: string
  now: () => Date
}

const dayMs = 24 * 60 * 60 * 1000
/** People read mails late, and the link that unsubscribes must work for years. */
const linkDays = { complete: 30, snooze: 30, tomorrow: 30, confirm: 1, unsubscribe: 3650 }

/** The mail of a delivery, in the language of the channel or else of the person. */
export function mailOf(deps: MailDeps, delivery: Claimed, channel: ChannelRow): Mail {
  const { content } = delivery
  const locale = channel.locale ?? (content.what === 'reminder' ? content.reminder.locale : null) ?? 'en'
  const link = linker(deps, delivery, channel, locale)
  const unsubscribe = link('unsubscribe')
  if (content.what === 'confirm') return confirmMail(locale, link('confirm', { token: content.token }), content.token)
  const footer = { text: words[locale].why, link: { label: words[locale].unsubscribe, href: unsubscribe } }
  if (content.what === 'reminder') return { ...reminderMail(deps, locale, content.reminder, link, footer), unsubscribe }
  const { testSubject: subject, testText } = words[locale]
  return { ...layOut(locale, { subject, heading: subject, lines: [testText], buttons: [], footer }), unsubscribe }
}

type Linker = (verb: Link['verb'], more?: Partial<Link>) => string
type Footer = Parameters<typeof layOut>[1]['footer']

const linker =
  ({ linkSecret, linksUrl, now }: MailDeps, delivery: Claimed, channel: ChannelRow, locale: Locale): Linker =>
  (verb, more = {}) => {
    const at = now().getTime()
    const until = at + linkDays[verb] * dayMs
    const link = { verb, userId: delivery.user_id, id: delivery.id, channelId: channel.id, locale, at, until, ...more }
    return `${linksUrl}/api/notifications/links/${sealLink(linkSecret, link)}`
  }

function reminderMail({ publicUrl }: MailDeps, locale: Locale, due: ReminderDue, link: Linker, footer: Footer) {
  const { task, reminder, late } = due
  const say = words[locale]
  const title = oneLine(task.title)
  const about = {
    taskId: task.id,
    reminderId: reminder.id,
    title: [...title].slice(0, 80).join(''),
  }
  const when = whenDue(due, locale)
  return layOut(locale, {
    subject: say.reminder(title),
    heading: title,
    lines: [
      ...(when ? [say.due(when)] : []),
      ...(task.notes ? [[...task.notes].slice(0, 500).join('')] : []),
      ...(reminder.times > 1 ? [say.again(reminder.times)] : []),
      ...(late ? [say.late] : []),
    ],
    buttons: [
      { label: say.complete, href: link('complete', about), strong: true },
      { label: say.snooze, href: link('snooze', about) },
      { label: say.tomorrow, href: link('tomorrow', about) },
      { label: say.open, href: `${publicUrl}/tasks/${task.id}` },
    ],
    footer,
  })
}

function confirmMail(locale: Locale, href: string, token: string): Mail {
  const { confirmSubject: subject, confirm, confirmText, confirmEnds } = words[locale]
  return layOut(locale, {
    subject,
    heading: subject,
    lines: [confirmText],
    buttons: [{ label: confirm, href, strong: true }],
    footer: { text: `${confirmEnds} ${token}` },
  })
}
