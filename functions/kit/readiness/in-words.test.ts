import { expect, test } from 'vitest'
import { freePort } from '../http/free-port.ts'
import { localServer } from '../testing/local-server.ts'
import { askInWords, linesOf } from './in-words.ts'
import { away, there } from './part.ts'

/** A function that gives these answers in turn. */
const answering = (...answers: { status: number; body: unknown }[]) =>
  localServer((_, response) => {
    const { status, body } = answers.length > 1 ? (answers.shift() as never) : (answers[0] as never)
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })

test('each state of a part has a line that says what to do', () => {
  const parts = {
    database: there,
    broker: away('Kafka does not answer (ECONNREFUSED).'),
    alarms: { status: 'not asked yet' as const },
    mail: { status: 'not set up' as const },
    another: { status: 'not needed now' as const },
  }
  expect(linesOf(parts, 'notifier: ')).toEqual([
    'ok: notifier: the database is there',
    'wrong: notifier: the broker is away. Kafka does not answer (ECONNREFUSED). Events wait in the database and go when it is back: see that it runs, and correct KAFKA_BROKERS or DAPR_HTTP_ENDPOINT.',
    'note: notifier: the alarm clock has not answered yet: ask again in a moment.',
    'note: notifier: the mail server is not set up: set SMTP_URL and MAIL_FROM where people want mails.',
    'ok: notifier: another is not needed now, so it was not asked',
  ])
})

test('a function that has just started is asked again until each part has been asked', async () => {
  const ready = (mail: object) => ({ status: 200, body: { status: 'ok', parts: { mail } } })
  const { url, received } = await answering(ready({ status: 'not asked yet' }), ready(there))
  expect(await askInWords(url, 'notifier', 1)).toEqual(['ok: notifier: the mail server is there'])
  expect(received.map(({ path }) => path)).toEqual(['/ready', '/ready'])
})

test('a part that is never asked is a note in the end', async () => {
  const { url } = await answering({ status: 200, body: { status: 'ok', parts: { mail: { status: 'not asked yet' } } } })
  expect(await askInWords(url, 'notifier', 1)).toEqual([
    'note: notifier: the mail server has not answered yet: ask again in a moment.',
  ])
})

test.each([
  [
    503,
    { detail: 'The database is away. It does not answer (ECONNREFUSED).' },
    'wrong: notifier cannot serve: The database is away. It does not answer (ECONNREFUSED).',
  ],
  [404, 'default backend', 'wrong: notifier answers 404, which is no answer of Zerodue.'],
  [200, { status: 'ok' }, 'ok: notifier serves'],
])('an answer %s %j is %s', async (status, body, line) => {
  const { url } = await answering({ status, body })
  expect(await askInWords(url, 'notifier', 1)).toEqual([line])
})

test('a function that cannot be reached is wrong', async () => {
  expect(await askInWords(`http://127.0.0.1:${await freePort()}`, 'notifier', 1)).toEqual([
    'wrong: notifier does not answer (ECONNREFUSED).',
  ])
})
