import { v7 as newId } from 'uuid'
import { describe, expect, test } from 'vitest'
import { reminderEnded } from '../../domain/events/reminders.ts'
import { exampleTask } from '../../domain/events/snapshot.ts'
import { localServer } from '../../kit/testing/local-server.ts'
import { someEvent } from '../../kit/testing/some-event.ts'
import { mailServer } from '../testing/mail-server.ts'
import { dueEvent, jobToken, notifier } from '../testing/notifier.ts'
import { pushService } from '../testing/push-service.ts'
import { receiver } from '../testing/receiver.ts'
import { verifiedWebhook } from '../testing/verified-webhook.ts'

const { replica, clock, owner, rings, eventsTo, later } = await notifier()
const day = 24 * 60 * 60 * 1000

describe('a channel that fails', () => {
  test('gets three retries with growing backoff and the same id, and then the delivery fails', async () => {
    const { person, remind, sweep } = await replica()
    const ana = await person()
    const hook = await receiver([500, 502, 503, 500, 200])
    const { secret } = await ana.channel({ kind: 'webhook', url: hook.url })
    await remind(ana.userId)
    for (const wait of [29_999, 1, 119_999, 1, 479_999, 1, day]) {
      later(wait)
      await sweep()
    }
    expect(hook.reminders()).toHaveLength(4)
    const ids = hook.reminders().map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(1)
    expect(verifiedWebhook(hook.reminders()[3], secret ?? '', new Date(clock.now.getTime() - day)).id).toBe(ids[0])
    const [failed] = await ana.reminders('webhook')
    expect(failed).toMatchObject({ state: 'failed', reason: 'It answered 500.', nextAt: null })
    expect(failed?.attempts.map(({ number, outcome, status }) => `${number} ${outcome} ${status}`)).toEqual([
      '1 failed 500',
      '2 failed 502',
      '3 failed 503',
      '4 failed 500',
    ])
    expect(eventsTo(ana.userId, 'notification.failed')).toHaveLength(4)
    expect(eventsTo(ana.userId, 'notification.failed').at(-1)).toMatchObject({ attempt: 4, nextAt: null })
  })

  test('is retried after its Retry-After, when an alarm wakes the function', async () => {
    const { person, remind, app } = await replica()
    const ana = await person()
    const hook = await receiver([response => void response.writeHead(429, { 'retry-after': '600' }).end()])
    await ana.channel({ kind: 'webhook', url: hook.url })
    rings.length = 0
    await remind(ana.userId)
    expect(rings).toEqual([600_000])
    const ring = (token: string) =>
      app.request('/job/due-1', { method: 'POST', headers: { 'dapr-api-token': token }, body: 'null' })
    later(599_999)
    await ring(jobToken)
    expect(hook.reminders()).toHaveLength(1)
    later(1)
    expect((await ring('guessed')).status).toBe(401)
    expect(hook.reminders()).toHaveLength(1)
    expect((await ring(jobToken)).ok).toBe(true)
    expect(await ana.reminders('webhook')).toMatchObject([{ state: 'delivered', attempts: [{}, {}] }])
  })

  test('to answer in time is retried', async () => {
    const { person, remind } = await replica({ deps: { guard: { ...(await replica()).deps.guard, timeoutMs: 100 } } })
    const ana = await person()
    const hook = await receiver([() => {}])
    await ana.channel({ kind: 'webhook', url: hook.url })
    await remind(ana.userId)
    expect(await ana.reminders('webhook')).toMatchObject([
      { state: 'pending', reason: 'There was no answer within 100 ms.' },
    ])
  })

  test('five times in a row opens the breaker; later one probe is sent, and an answer closes the breaker', async () => {
    const { person, remind, sweep } = await replica()
    const ana = await person()
    const hook = await receiver([500, 500, 500, 500, 500, 500])
    await ana.channel({ kind: 'webhook', url: hook.url })
    for (let i = 0; i < 8; i++) await remind(ana.userId)
    expect(hook.reminders()).toHaveLength(5)
    later(5 * 60_000 - 1)
    await sweep()
    expect(hook.reminders()).toHaveLength(5)
    later(1)
    await sweep()
    expect(hook.reminders()).toHaveLength(6)
    later(5 * 60_000)
    await sweep()
    later(10 * 60_000)
    await sweep()
    const all = await ana.reminders('webhook')
    expect(all.map(({ state }) => state)).toEqual(Array(8).fill('delivered'))
    expect(hook.reminders()).toHaveLength(6 + 8)
  })

  test('opens no breaker for other people who use the same server', async () => {
    const { person, remind } = await replica()
    const [ana, bob] = [await person(), await person()]
    const hook = await localServer(
      (request, response) => void response.writeHead(request.path === '/ana' ? 500 : 204).end(),
    )
    await ana.channel({ kind: 'webhook', url: `${hook.url}/ana` })
    await bob.channel({ kind: 'webhook', url: `${hook.url}/bob` })
    for (let i = 0; i < 6; i++) await remind(ana.userId)
    await remind(bob.userId)
    expect(await bob.reminders('webhook')).toMatchObject([{ state: 'delivered' }])
  })
})

describe('a receiver that no longer exists', () => {
  test.each([404, 410])('is removed when it is a browser whose push service answers %i', async status => {
    const { person, remind } = await replica()
    const ana = await person()
    const push = await pushService(() => status)
    await ana.channel({ kind: 'webpush', ...push.subscription })
    await remind(ana.userId)
    await remind(ana.userId)
    expect(push.service.received).toHaveLength(1)
    expect((await ana.ask('GET', '/api/channels')).body).toMatchObject({ items: [] })
    expect(await ana.reminders('webpush')).toMatchObject([{ state: 'failed', attempts: [{ status }] }])
  })

  test('is stopped when it is a webhook that answers 410, and its owner sees that', async () => {
    const { person, remind } = await replica()
    const ana = await person()
    const hook = await receiver([410])
    await ana.channel({ kind: 'webhook', url: hook.url })
    await remind(ana.userId)
    await remind(ana.userId)
    expect(hook.reminders()).toHaveLength(1)
    expect((await ana.ask('GET', '/api/channels')).body).toMatchObject({ items: [{ state: 'gone' }] })
  })
})

describe('a process that is killed while it holds the lease', () => {
  /** Claims due deliveries like a process that dies right after that. */
  const claimAndDie = async () => {
    const until = new Date(clock.now.getTime() + 60_000)
    return owner`select * from notifications.claim_due(${clock.now}, ${until}, 100, null)`
  }

  /** A claimed delivery that was not sent: its process ended right after the claim. */
  async function claimed(body: object, smtpUrl?: string) {
    const whole = await replica(smtpUrl ? { smtpUrl } : {})
    const ana = await whole.person()
    await ana.channel(body)
    const id = newId()
    await owner`
      insert into notifications.delivery (user_id, id, occasion, what, channel_id, kind, task_id, content, state, next_at,
        created_at)
      select user_id, ${id}, ${id}, 'reminder', id, kind, ${exampleTask.id},
        ${owner.json({ what: 'reminder', tag: id, reminder: dueEvent(ana.userId, {}, id).data as never })}, 'pending',
        ${clock.now}, ${clock.now}
      from notifications.channel where user_id = ${ana.userId}`
    expect((await claimAndDie()).filter(row => row.id === id)).toHaveLength(1)
    return { ...whole, ana, id }
  }

  test('delays the delivery until its lease ends', async () => {
    const hook = await receiver()
    const { sweep } = await claimed({ kind: 'webhook', url: hook.url })
    later(59_999)
    await sweep()
    expect(hook.reminders()).toHaveLength(0)
  })

  test('leaves a webhook that is sent after the lease, with the same id', async () => {
    const hook = await receiver()
    const { sweep, id } = await claimed({ kind: 'webhook', url: hook.url })
    later(60_000)
    await sweep()
    expect(hook.reminders().map(({ headers }) => headers['webhook-id'])).toEqual([id])
  })

  test('leaves a push that is sent after the lease, with the tag and topic that replace the first', async () => {
    const push = await pushService()
    const { sweep, id } = await claimed({ kind: 'webpush', ...push.subscription })
    later(60_000)
    await sweep()
    expect(push.shown).toMatchObject([{ data: { tag: id }, topic: expect.stringMatching(/^[\w-]{32}$/) }])
  })

  test('leaves a mail that is not sent again and whose state is uncertain', async () => {
    const mail = await mailServer()
    const { sweep, ana } = await claimed({ kind: 'email', address: 'ana@example.com' }, mail.url)
    later(60_000)
    await sweep()
    expect(mail.received).toHaveLength(1)
    expect(await ana.reminders('email')).toMatchObject([{ state: 'uncertain', attempts: [{ outcome: 'uncertain' }] }])
  })
})

test('a task that was completed gets no retry of its reminder', async () => {
  const { person, remind, deliver, sweep } = await replica()
  const ana = await person()
  const hook = await receiver([503])
  await ana.channel({ kind: 'webhook', url: hook.url })
  await remind(ana.userId)
  const ended = (version: number) => {
    const data = { taskId: exampleTask.id, version }
    return deliver(someEvent({ userId: ana.userId, topic: 'reminders', type: reminderEnded.type, data }))
  }
  // This one is about a reminder of an older version.
  expect(await ended(exampleTask.version)).toBe(204)
  expect(await ana.reminders('webhook')).toMatchObject([{ state: 'pending' }])
  expect(await ended(exampleTask.version + 1)).toBe(204)
  later(60_000)
  await sweep()
  expect(hook.reminders()).toHaveLength(1)
  expect(await ana.reminders('webhook')).toMatchObject([{ state: 'cancelled' }])
})
