import type { SMTPServerOptions } from 'smtp-server'
import { expect, test } from 'vitest'
import { mailServer } from './testing/mail-server.ts'
import { notifier } from './testing/notifier.ts'

const { replica, clock, owner, published } = await notifier()

/** A person with a confirmed mail address at a mail server of this test. */
async function reader(options: SMTPServerOptions = {}, body: object = {}) {
  const mail = await mailServer(options)
  const whole = await replica({ smtpUrl: mail.url, timeoutMs: 300 })
  const ana = await whole.person()
  const address = `${ana.userId}@example.com`
  await ana.ask('POST', '/api/channels', { kind: 'email', address, ...body })
  await owner`update notifications.channel set confirmed_at = ${clock.now} where user_id = ${ana.userId}`
  mail.received.length = 0
  const links = () => {
    const text = mail.received.at(-1)?.parts.get('text/plain') ?? ''
    return [...text.matchAll(/https:\S+links\/\S+/g)].map(([href]) => new URL(href).pathname)
  }
  return { ...whole, ana, mail, links, address }
}

const commands = (userId: string) =>
  published
    .filter(event => event.userId === userId && event.topic === 'task-commands')
    .map(({ type, data }) => ({ type, data }))

test("a mail shows the task and its due time on the reader's clock, as text and as HTML", async () => {
  const { ana, mail, remind, address } = await reader()
  await remind(ana.userId, { title: 'Pay <rent> & "water"', zone: 'Europe/Berlin', locale: 'en', late: true })
  const [received] = mail.received
  expect(received?.to).toEqual([address])
  expect(received?.headers.get('subject')).toBe('Reminder: \u2068Pay <rent> & "water"\u2069')
  const text = received?.parts.get('text/plain') ?? ''
  expect(text).toContain('Pay <rent> & "water"')
  expect(text).toContain('Due Saturday, 21 November 2026 at 05:30 CET')
  expect(text).toContain('This reminder is late')
  const html = received?.parts.get('text/html') ?? ''
  expect(html).toContain('<html lang="en" dir="ltr">')
  expect(html).toContain('Pay &lt;rent&gt; &amp; &quot;water&quot;')
  expect(html).not.toContain('<rent>')
})

test('a mail in Urdu is written from right to left, with the time in Karachi', async () => {
  const { ana, mail, remind } = await reader({}, { locale: 'ur' })
  await remind(ana.userId, { title: 'دودھ خریدیں', zone: 'Asia/Karachi', locale: 'en' })
  const html = mail.received[0]?.parts.get('text/html') ?? ''
  expect(html).toContain('<html lang="ur" dir="rtl">')
  expect(html).toContain('دودھ خریدیں')
  expect(html).toContain('09:30')
  expect(html).toContain('نومبر')
  expect(mail.received[0]?.headers.get('subject')).toBe('یاد دہانی: \u2068دودھ خریدیں\u2069')
})

test('a title cannot add a header or a line to the mail', async () => {
  const { ana, mail, remind, address } = await reader()
  await remind(ana.userId, { title: 'Milk\r\nBcc: eve@example.com\r\n\r\n<h1>Hi</h1>\u2028x' })
  const [received] = mail.received
  expect(received?.to).toEqual([address])
  expect(received?.headers.has('bcc')).toBe(false)
  expect(received?.headers.get('subject')).toContain('Milk Bcc: eve@example.com')
})

test('the unsubscribe button of a mail program ends the mails', async () => {
  const { ana, mail, remind, app } = await reader()
  await remind(ana.userId)
  const headers = mail.received[0]?.headers
  expect(headers?.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  const { pathname } = new URL(headers?.get('list-unsubscribe')?.slice(1, -1) ?? '')
  const body = 'List-Unsubscribe=One-Click'
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await app.request(pathname, { method: 'POST', headers: type, body })).status).toBe(200)
  expect((await ana.ask('GET', '/api/channels')).body).toMatchObject({ items: [{ state: 'unsubscribed' }] })
  await remind(ana.userId)
  expect(mail.received).toHaveLength(1)
})

test('opening the links of a mail changes nothing, and each button works once', async () => {
  const { ana, remind, links, app } = await reader()
  await remind(ana.userId, { locale: 'en', zone: 'Asia/Karachi' })
  const [complete, snooze, tomorrow, unsubscribe] = links()
  for (const link of links()) {
    const page = await app.request(link)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('<form method="post"><button>')
    expect((await app.request(link, { method: 'HEAD' })).status).toBe(200)
  }
  expect(commands(ana.userId)).toEqual([])
  expect((await ana.ask('GET', '/api/channels')).body).toMatchObject({ items: [{ state: 'active' }] })

  const press = async (link = '') => (await app.request(link, { method: 'POST' })).status
  expect(await Promise.all([press(complete), press(complete), press(complete)]).then(all => all.sort())).toEqual([
    200, 410, 410,
  ])
  expect([await press(snooze), await press(tomorrow), await press(snooze), await press(tomorrow)]).toEqual([
    200, 200, 410, 410,
  ])
  const id = '0193a5e0-0000-7000-8000-000000000001'
  const reminderId = '0193a5e0-0000-7000-8000-000000000002'
  expect(commands(ana.userId)).toEqual([
    { type: 'zerodue.task.complete.v1', data: { userId: ana.userId, id } },
    { type: 'zerodue.task.snooze.v1', data: { userId: ana.userId, id, reminderId, minutes: 60 } },
    { type: 'zerodue.task.snooze.v1', data: { userId: ana.userId, id, reminderId, until: 'tomorrow-morning' } },
  ])
  expect([await press(unsubscribe), await press(unsubscribe)]).toEqual([200, 410])
})

test('a link that was changed, invented or has expired does nothing', async () => {
  const { ana, remind, links, app } = await reader()
  await remind(ana.userId)
  const [link = ''] = links()
  const [path = '', signature = ''] = link.split('.')
  const payload = path.slice(path.lastIndexOf('/') + 1)
  const other = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), taskId: 'another' }),
  ).toString('base64url')
  const base = path.slice(0, path.lastIndexOf('/') + 1)
  const wrong = [`${base}${other}.${signature}`, `${path}.`, path, `${link}x`, `${link}.x`, `${base}x`]
  for (const one of wrong) {
    expect((await app.request(one)).status).toBe(404)
    expect((await app.request(one, { method: 'POST' })).status).toBe(404)
  }
  const before = clock.now
  clock.now = new Date(before.getTime() + 30 * 24 * 60 * 60 * 1000)
  const expired = await app.request(link, { method: 'POST' })
  clock.now = before
  expect(expired.status).toBe(404)
  expect(commands(ana.userId)).toEqual([])
})

test('a mail is retried after 451, and fails for good after 550', async () => {
  const refusals = [451, 550]
  let mailing = false
  const { ana, remind, sweep, mail } = await reader({
    onRcptTo(_address, _session, done) {
      const responseCode = mailing ? refusals.shift() : undefined
      done(responseCode ? Object.assign(new Error('refused'), { responseCode }) : null)
    },
  })
  mailing = true
  await remind(ana.userId)
  expect((await ana.reminders('email'))[0]).toMatchObject({
    state: 'pending',
    reason: 'The mail server answered 451.',
  })
  clock.now = new Date(clock.now.getTime() + 60_000)
  await sweep()
  expect((await ana.reminders('email'))[0]).toMatchObject({
    state: 'failed',
    reason: 'The mail server answered 550.',
  })
  expect(mail.received).toHaveLength(0)
})

test('a mail whose server took the text and did not answer is not sent again', async () => {
  let texts = 0
  const { ana, remind, sweep } = await reader({
    onData(stream, _session, done) {
      stream.resume()
      stream.on('end', () => {
        texts += 1
        // Answers only the confirmation.
        if (texts === 1) done()
      })
    },
  })
  await remind(ana.userId)
  expect((await ana.reminders('email'))[0]).toMatchObject({
    state: 'uncertain',
    reason: 'The mail server took the text and gave no answer.',
  })
  clock.now = new Date(clock.now.getTime() + 24 * 60 * 60 * 1000)
  await sweep()
  expect(texts).toBe(2)
})

test('a mail is retried when its server cannot be reached', async () => {
  const { ana } = await reader()
  const away = await replica({ smtpUrl: 'smtp://127.0.0.1:1' })
  await away.remind(ana.userId)
  expect((await ana.reminders('email'))[0]).toMatchObject({
    state: 'pending',
    attempts: [{ outcome: 'failed', reason: expect.stringContaining('cannot be reached') }],
  })
})
