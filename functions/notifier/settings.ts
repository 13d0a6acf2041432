import * as v from 'valibot'
import { guardEntries, nowhere } from '../kit/guard/addresses.ts'
import type { AskPart } from '../kit/readiness/part.ts'
import { SettingsError } from '../kit/settings/settings.ts'
import { askMail, createMailer, type Mailer } from './send/email.ts'
import type { Vapid } from './send/webpush.ts'

export const senderSettings = {
  SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'))),
  MAIL_FROM: v.optional(v.pipe(v.string(), v.regex(/^[^\r\n]*@[^\r\n]+$/, 'must be an address'))),
  VAPID_PUBLIC_KEY: v.optional(v.string()),
  VAPID_PRIVATE_KEY: v.optional(v.string()),
  VAPID_SUBJECT: v.optional(v.pipe(v.string(), v.regex(/^(mailto:|https:)/, 'must begin with mailto: or https:'))),
  ...guardEntries,
}
type Given = v.InferOutput<v.ObjectSchema<typeof senderSettings, undefined>>

/** How long a server may take: less than a lease, and less than the broker waits for an answer. */
const timeoutMs = 10_000

/** Without a mail server there are no mails, without keys no web push. */
export interface Senders {
  mailer: Mailer | undefined
  vapid: Vapid | undefined
  askMail: AskPart
  guard: { allowed: typeof nowhere; timeoutMs: number }
}

export function sendersOf(given: Given): Senders {
  const { SMTP_URL, MAIL_FROM, VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = given
  if (SMTP_URL && !MAIL_FROM) throw incomplete('SMTP_URL needs MAIL_FROM beside it.')
  if (Boolean(publicKey) !== Boolean(privateKey))
    throw incomplete('VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY go together.')
  return {
    mailer: SMTP_URL && MAIL_FROM ? createMailer(SMTP_URL, MAIL_FROM, timeoutMs) : undefined,
    askMail: askMail(SMTP_URL),
    vapid:
      publicKey && privateKey
        ? { publicKey, privateKey, subject: given.VAPID_SUBJECT ?? 'https://zerodue.invalid' }
        : undefined,
    guard: { allowed: given.WEBHOOK_ALLOW ?? nowhere, timeoutMs },
  }
}

const incomplete = (what: string) => new SettingsError(`The settings are not complete: ${what}`)
