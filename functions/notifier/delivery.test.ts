import { v7 as newId } from 'uuid'
import { expect, test } from 'vitest'
import { userDeleted } from '../domain/events/account-events.ts'
import { exampleTask } from '../domain/events/snapshot.ts'
import { formsOf } from '../kit/events/formerly.ts'
import { someEvent } from '../kit/testing/some-event.ts'
import { mailServer } from './testing/mail-server.ts'
import { dueEvent, notifier } from './testing/notifier.ts'
import { pushService } from './testing/push-service.ts'
import { receiver } from './testing/receiver.ts'
import { verifiedWebhook } from './testing/verified-webhook.ts'

const { replica, clock, owner, eventsTo, later } = await notifier()

test('a reminder reaches every channel of its person, and no channel of another person', async () => {
  const mail = await mailServer()
  const { person, remind } = await replica({ smtpUrl: mail.url })
  const [ana, bob] = [await person(), await person()]
  const push = await pushService()
  const hook = await receiver()
  const { secret } = await ana.channel({ kind: 'webhook', url: hook.url })
  await ana.channel({ kind: 'webpush', ...push.subscription })
  await ana.channel({ kind: 'email', address: 'ana@example.com' })
  await bob.channel({ kind: 'email', address: 'bob@example.com' })
  const occasion = newId()

  expect(await remind(ana.userId, { title: 'Pay rent' }, occasion)).toBe(204)

  const event = verifiedWebhook(hook.reminders()[0], secret ?? '', clock.now)
  expect(event).toMatchObject({ type: 'zerodue.reminder.due.v1', data: { task: { title: 'Pay rent' } } })
  expect(push.shown).toMatchObject([{ data: { title: 'Pay rent', tag: occasion, taskId: exampleTask.id, dir: 'rtl' } }])
  expect(mail.received.filter(({ to }) => to.includes('ana@example.com'))).toHaveLength(2)
  expect(mail.received.filter(({ to }) => to.includes('bob@example.com'))).toHaveLength(1)
  const items = await ana.notifications()
  expect(
    items
      .filter(({ what }) => what === 'reminder')
      .map(({ kind, state }) => `${kind} ${state}`)
      .sort(),
  ).toEqual(['app delivered', 'email delivered', 'webhook delivered', 'webpush delivered'])
  expect(eventsTo(ana.userId, 'notification.delivered').map(data => (data as { kind: string }).kind)).toHaveLength(5)
  expect(eventsTo(ana.userId, 'notification.changed')).toContainEqual(
    expect.objectContaining({ kind: 'app', tag: occasion, state: 'delivered', channelId: null }),
  )
})

test('an event that two replicas receive ten times at once is sent once by each channel', async () => {
  const mail = await mailServer()
  const [one, two] = [await replica({ smtpUrl: mail.url }), await replica({ smtpUrl: mail.url })]
  const ana = await one.person()
  const hook = await receiver()
  await ana.channel({ kind: 'webhook', url: hook.url })
  await ana.channel({ kind: 'email', address: 'ana@example.com' })
  const event = dueEvent(ana.userId, {}, newId())
  const statuses = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? one : two).deliver(event)))
  expect(statuses).toEqual(Array(10).fill(204))
  expect(hook.reminders()).toHaveLength(1)
  expect(mail.received).toHaveLength(2)
})

test('ten sweeps at the same moment send a due delivery once', async () => {
  const ten = await Promise.all(Array.from({ length: 10 }, () => replica()))
  const [first] = ten
  if (!first) throw new Error('no replica')
  const ana = await first.person()
  const hook = await receiver([503])
  await ana.channel({ kind: 'webhook', url: hook.url })
  await first.remind(ana.userId)
  later(60_000)
  await Promise.all(ten.map(({ sweep }) => sweep()))
  expect(hook.reminders()).toHaveLength(2)
})

test('a deleted account leaves no rows, and a late event brings none back', async () => {
  const { person, remind, deliver } = await replica()
  const [ana, bob] = [await person(), await person()]
  const hook = await receiver()
  await ana.channel({ kind: 'webhook', url: hook.url })
  await remind(ana.userId)
  await remind(bob.userId)
  const deletion = someEvent({
    userId: ana.userId,
    type: userDeleted.type,
    subject: null,
    time: clock.now.toISOString(),
    data: { actor: { kind: 'user', id: ana.userId } },
  })
  await deliver(deletion)
  await remind(ana.userId)
  expect((await ana.ask('POST', '/api/channels', { kind: 'webhook', url: `${hook.url}/again` })).status).toBe(401)
  for (const table of ['channel', 'delivery', 'attempt', 'used_link', 'outbox', 'seen'])
    expect(await owner`select from ${owner(`notifications.${table}`)} where user_id = ${ana.userId}`).toHaveLength(0)
  expect(await bob.reminders('app')).toHaveLength(1)
})

test('a deletion that comes again from its former topic deletes nothing of a new account with the same id', async () => {
  const { person, deliver } = await replica()
  const { userId, channel } = await person()
  const hook = await receiver()
  const [deletion, again] = formsOf(
    someEvent({
      userId,
      topic: userDeleted.topic ?? '',
      type: userDeleted.type,
      subject: null,
      time: clock.now.toISOString(),
      data: { actor: { kind: 'user', id: userId } },
    }),
    [userDeleted],
  )
  if (!deletion || !again) throw new Error('There are not two forms.')
  await deliver(deletion)
  later(60_000)
  await channel({ kind: 'webhook', url: hook.url })
  expect(await deliver(again)).toBe(204)
  expect(await owner`select from notifications.channel where user_id = ${userId}`).toHaveLength(1)
})

test('pages of notifications neither skip nor repeat an item', async () => {
  const { person, remind } = await replica()
  const ana = await person()
  for (let i = 0; i < 5; i++) await remind(ana.userId)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor && `&cursor=${cursor}`
    const { body } = await ana.ask<{ items: { id: string }[]; next: string | null }>(
      'GET',
      `/api/notifications?limit=2${query}`,
    )
    seen.push(...body.items.map(({ id }) => id))
    cursor = body.next
  }
  expect(seen).toHaveLength(5)
  expect([...new Set(seen)].sort().reverse()).toEqual(seen)
  const bob = await person()
  expect(await bob.notifications()).toEqual([])
})
