import type { SendMailOptions } from 'nodemailer'
import { type AskPart, away, there } from '../../kit/readiness/part.ts'
import type { SendResult } from './result.ts'

export interface Mail {
  subject: string
  text: string
  html: string
  /** A POST to this link ends these mails. */
  unsubscribe?: string
}

export type Mailer = (to: string, mail: Mail, messageId: string) => Promise<SendResult>

/** Each mail has its own connection: a function that sleeps holds none open. */
export const createMailer =
  (smtpUrl: string, from: string, timeoutMs: number): Mailer =>
  async (to, mail, messageId) => {
    const { createTransport } = (await import('nodemailer')).default
    let textStarted = false
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      debug: true,
      // This logs nothing: only the logger sees which command the library sends.
      logger: {
        debug: (entry: unknown, line: unknown) => {
          if (isFromClient(entry) && line === 'DATA') textStarted = true
        },
      },
    })
    try {
      await transport.sendMail(messageOf(from, to, mail, messageId))
      return { outcome: 'delivered' }
    } catch (error) {
      return resultOf(error, textStarted)
    } finally {
      transport.close()
    }
  }

const askTimeoutMs = 2_500

/** Connects and logs in, and sends nothing. */
export const askMail =
  (smtpUrl: string | undefined): AskPart =>
  async () => {
    if (!smtpUrl) return { status: 'not set up' }
    const { createTransport } = (await import('nodemailer')).default
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: askTimeoutMs,
      greetingTimeout: askTimeoutMs,
      socketTimeout: askTimeoutMs,
    })
    try {
      await transport.verify()
      return there
    } catch (error) {
      return away(reasonOf(error))
    } finally {
      transport.close()
    }
  }

const isFromClient = (entry: unknown) =>
  typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'client'

/** `to` is an object, so that the library parses no address list out of a text. */
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
 * A mail arrives at most once. From DATA on the server may have the mail, so a failure without an answer after that is not
 * retried.
 */
function resultOf(error: unknown, textStarted: boolean): SendResult {
  const { code, responseCode } = answerIn(error)
  const reason = reasonOf(error)
  if (responseCode) {
    const isFinal = responseCode >= 500 && code !== 'EAUTH'
    return { outcome: isFinal ? 'failed' : 'retry', status: responseCode, reason, serverFailed: !isFinal }
  }
  if (textStarted)
    return { outcome: 'uncertain', reason: 'The mail server took the text and gave no answer.', serverFailed: true }
  return { outcome: 'retry', reason, serverFailed: true }
}

const answerIn = (error: unknown) => (error ?? {}) as { code?: string; responseCode?: number }

function reasonOf(error: unknown): string {
  const { code, responseCode } = answerIn(error)
  return responseCode ? `The mail server answered ${responseCode}.` : `The mail server cannot be reached (${code}).`
}
