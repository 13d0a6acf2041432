import type { SendMailOptions } from 'nodemailer'
import type { Sent } from './sent.ts'

export interface Mail {
  subject: string
  text: string
  html: string
  /** Where one click ends these mails. */
  unsubscribe?: string
}

export type Mailer = (to: string, mail: Mail, messageId: string) => Promise<Sent>

/** One connection a mail: a function that sleeps keeps none. */
export const createMailer =
  (smtpUrl: string, from: string, timeoutMs: number): Mailer =>
  async (to, mail, messageId) => {
    const { createTransport } = (await import('nodemailer')).default
    let textAsked = false
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      debug: true,
      // Nothing is logged: this is where the library says which command it sends.
      logger: {
        debug: (entry: unknown, line: unknown) => {
          if (isFromClient(entry) && line === 'DATA') textAsked = true
        },
      },
    })
    try {
      await transport.sendMail(messageOf(from, to, mail, messageId))
      return { outcome: 'delivered' }
    } catch (error) {
      return whatBecameOf(error, textAsked)
    } finally {
      transport.close()
    }
  }

const isFromClient = (entry: unknown) =>
  typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'client'

/** `to` is an object, so that no address is read out of a text. */
const messageOf = (
  from: string,
  to: string,
  { subject, text, html, unsubscribe }: Mail,
  id: string,
): SendMailOptions => ({
  from,
  to: { name: '', address: to },
  subject,
  text,
  html,
  messageId: `<${id}@zerodue>`,
  headers: {
    'auto-submitted': 'auto-generated',
    ...(unsubscribe && {
      'list-unsubscribe': `<${unsubscribe}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    }),
  },
})

/**
 * A mail is sent at most once. From the moment its text was on the way the server may have it: whatever breaks after that
 * without an answer is not tried again.
 */
function whatBecameOf(error: unknown, textAsked: boolean): Sent {
  const { code, responseCode } = (error ?? {}) as { code?: string; responseCode?: number }
  if (responseCode) {
    const reason = `The mail server answered ${responseCode}.`
    const isFinal = responseCode >= 500 && code !== 'EAUTH'
    return { outcome: isFinal ? 'never' : 'again', status: responseCode, reason, unwell: !isFinal }
  }
  if (textAsked)
    return { outcome: 'uncertain', reason: 'The mail server took the text and gave no answer.', unwell: true }
  return { outcome: 'again', reason: `The mail server cannot be reached (${code}).`, unwell: true }
}
