import { randomUUID } from 'node:crypto'
import { v7 as newId } from 'uuid'
import webPush from 'web-push'
import { reminderDue } from '../../domain/events/reminders.ts'
import { exampleTask } from '../../domain/events/snapshot.ts'
import type { Alarms } from '../../kit/alarms/alarms.ts'
import type { Resources } from '../../kit/define-function.ts'
import type { Outgoing } from '../../kit/events/event.ts'
import { someEvent } from '../../kit/testing/some-event.ts'
import { newUser, start } from '../../kit/testing/start.ts'
import definition from '../function.ts'
import { createMailer } from '../send/email.ts'
import { sendersOf } from '../settings.ts'

/** The token that Dapr sends with a job. */
export const jobToken = 'the-daprd-of-these-tests'

type Deps = ReturnType<typeof definition.deps>

interface Options {
  smtpUrl?: string
  timeoutMs?: number
  alarms?: Alarms
  now?: () => Date
  jobToken?: string
  deps?: Partial<Deps>
}

/** A notifier with its own database. It may call loopback. */
export async function notifier() {
  const rings: number[] = []
  const alarms = {
    outlive: true,
    set: async (_name: string, at: Date) => void rings.push(at.getTime() - clock.now.getTime()),
    cancel: async () => {},
    close: () => {},
  }
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  const settings = {
    PUBLIC_URL: 'https://zerodue.example',
    LINK_SECRET: randomUUID(),
    CURSOR_SECRET: randomUUID(),
    APP_API_TOKEN: jobToken,
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    VAPID_SUBJECT: 'mailto:ops@example.com',
    WEBHOOK_ALLOW: '127.0.0.0/8',
  }
  const clock = { now: new Date('2026-11-21T09:30:00.000Z') }
  const first = await start(definition, { now: () => clock.now, alarms, settings })
  const { databaseUrl, issuer, published, sql, owner } = first

  /** Another process on the same database, with other senders. */
  async function replica({ smtpUrl, timeoutMs = 2_000, deps: more = {}, ...platform }: Options = {}) {
    const mailer = smtpUrl ? createMailer(smtpUrl, 'Zerodue <zerodue@example.com>', timeoutMs) : undefined
    const made = await start(definition, {
      databaseUrl,
      issuer,
      now: platform.now ?? (() => clock.now),
      alarms: platform.alarms ?? alarms,
      settings: { ...settings, ...(platform.jobToken && { APP_API_TOKEN: platform.jobToken }) },
      deps: ({ settings }: Resources<object>) => ({
        mailer,
        random: () => 0.5,
        guard: { ...sendersOf(settings as never).guard, timeoutMs: 2_000 },
        ...more,
      }),
    })
    made.published.push = (...events) => published.push(...events)

    async function request<T>(method: string, path: string, authorization: string, body?: object, key?: string) {
      const headers = { authorization, ...(key && { 'idempotency-key': key }) }
      const { status, body: answer } = await made.request<T>(method, path, { body, headers })
      return { status, body: answer }
    }

    async function person(userId = newUser()) {
      // A new token each time: a test may move its clock by a day.
      const ask = async <T = Record<string, unknown>>(method: string, path: string, body?: object, key?: string) =>
        request<T>(method, path, `Bearer ${await issuer.token(userId)}`, body, key)
      const notifications = () => list(ask)
      return {
        userId,
        ask,
        notifications,
        reminders: async (kind: string) =>
          (await notifications()).filter(one => one.what === 'reminder' && one.kind === kind),
        /** Adds a channel and confirms it without its token. */
        async channel(body: object) {
          const { body: added } = await ask<{ id: string; secret?: string }>('POST', '/api/channels', body)
          await owner`update notifications.channel set confirmed_at = ${clock.now} where id = ${added.id}`
          return added
        },
      }
    }

    const deliver = async (event: Outgoing) => (await made.deliver(event)).status
    const remind = (userId: string, more: object = {}, id = newId()) => deliver(dueEvent(userId, more, id))
    return { app: made.app, operations: made.operations, deps: made.deps, person, deliver, remind, sweep: made.sweep }
  }

  const eventsTo = (userId: string, type: string) =>
    published.filter(event => event.userId === userId && event.type === `zerodue.${type}.v1`).map(({ data }) => data)
  const later = (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms)
  }
  return { sql, owner, clock, published, rings, issuer, replica, eventsTo, later }
}

interface ListedNotification {
  id: string
  what: string
  kind: string
  state: string
  reason: string | null
  nextAt: string | null
  attempts: { number: number; outcome: string; status: number | null; reason: string | null }[]
}

async function list(ask: <T>(method: string, path: string) => Promise<{ body: T }>): Promise<ListedNotification[]> {
  return (await ask<{ items: ListedNotification[] }>('GET', '/api/notifications?limit=100')).body.items
}

export function dueEvent(userId: string, { title, ...more }: { title?: string } & object, id: string): Outgoing {
  const task = { ...exampleTask, ...(title !== undefined && { title }) }
  return someEvent({
    id,
    userId,
    source: '/zerodue/reminder-firer',
    topic: 'reminders',
    type: reminderDue.type,
    subject: task.id,
    data: { ...reminderDue.example, task, firedAt: '2026-11-21T09:30:00.000Z', ...more },
  })
}
