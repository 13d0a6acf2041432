import { createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { Locale } from '../channel.ts'

/** What the button behind a link in a mail does. */
const verbs = ['complete', 'snooze', 'tomorrow', 'confirm', 'unsubscribe'] as const

const Link = v.object({
  verb: v.picklist(verbs),
  userId: v.string(),
  /** The notification of the mail. */
  id: v.string(),
  channelId: v.string(),
  taskId: v.exactOptional(v.string()),
  reminderId: v.exactOptional(v.string()),
  title: v.exactOptional(v.string()),
  token: v.exactOptional(v.string()),
  locale: Locale,
  /** When the mail was written, and until when the link works. */
  at: v.number(),
  until: v.number(),
})
export type Link = v.InferOutput<typeof Link>

/** A link is signed and contains all that it does: its holder may do this one thing once, and nothing else. */
export function sealLink(secret: string, link: Link): string {
  const payload = Buffer.from(JSON.stringify(link)).toString('base64url')
  return `${payload}.${signature(secret, payload).toString('base64url')}`
}

/** Nothing for a link that was changed or invented, or that has expired. */
export function openLink(secret: string, sealed: string, now: Date): Link | undefined {
  const [payload = '', given = ''] = sealed.split('.')
  const expected = signature(secret, payload)
  const found = Buffer.from(given, 'base64url')
  if (sealed !== `${payload}.${given}` || found.length !== expected.length || !timingSafeEqual(found, expected))
    return undefined
  const link = v.parse(Link, JSON.parse(Buffer.from(payload, 'base64url').toString()))
  return link.until > now.getTime() ? link : undefined
}

const signature = (secret: string, payload: string) => createHmac('sha256', secret).update(`link\n${payload}`).digest()
