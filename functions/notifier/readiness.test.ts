import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../kit/http/free-port.ts'
import { settledReady } from '../kit/testing/settled-ready.ts'
import { start } from '../kit/testing/start.ts'
import definition from './function.ts'
import { askMail } from './send/email.ts'
import { mailServer } from './testing/mail-server.ts'

const MAIL_FROM = 'Zerodue <zerodue@example.com>'

async function readyWith(settings: Record<string, string>) {
  const { status, body } = await settledReady(await start(definition, { settings }))
  return { status, ready: body.status, mail: body.parts.mail }
}

test('notifier says that no mail server is set up, which is no fault', async () => {
  expect(await readyWith({})).toEqual({ status: 200, ready: 'ok', mail: { status: 'not set up' } })
})

test('notifier logs in at its mail server and sends nothing', async () => {
  const logins: string[] = []
  const { url, received } = await mailServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username = '' }, _, done) => {
      logins.push(username)
      done(null, { user: username })
    },
  })
  const SMTP_URL = url.replace('smtp://', 'smtp://ana:a-password@')
  expect(await readyWith({ SMTP_URL, MAIL_FROM })).toEqual({ status: 200, ready: 'ok', mail: { status: 'ok' } })
  expect({ logins, received }).toEqual({ logins: ['ana'], received: [] })
})

test('notifier serves while its mail server refuses the login, and names no password', async () => {
  const { url } = await mailServer({
    disabledCommands: ['STARTTLS'],
    onAuth: (_, __, done) => done(new Error('wrong password')),
  })
  const SMTP_URL = url.replace('smtp://', 'smtp://ana:a-password@')
  expect(await readyWith({ SMTP_URL, MAIL_FROM })).toEqual({
    status: 200,
    ready: 'degraded',
    mail: { status: 'away', detail: 'The mail server answered 535.' },
  })
})

test('a mail server that is away is named, and is there again when it is back', async () => {
  const port = await freePort()
  const ask = askMail(`smtp://127.0.0.1:${port}`)
  expect(await ask()).toEqual({ status: 'away', detail: 'The mail server cannot be reached (ESOCKET).' })

  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] })
  await new Promise<void>(listening => server.listen(port, '127.0.0.1', listening))
  onTestFinished(() => new Promise<void>(closed => server.close(() => closed())))
  expect(await ask()).toEqual({ status: 'ok' })
})
