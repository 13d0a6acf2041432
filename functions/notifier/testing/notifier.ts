import { randomUUID } from 'node:crypto'
import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { afterAll } from 'vitest'
import webPush from 'web-push'
import { reminderDue } from '../../domain/events/reminders.ts'
import { exampleTask } from '../../domain/events/snapshot.ts'
import { mustMatchCatalog } from '../../domain/testing/matches-catalog.ts'
import type { Outgoing } from '../../kit/events/event.ts'
import { bySecret } from '../../kit/events/may-deliver.ts'
import { createOutbox } from '../../kit/events/outbox.ts'
import { identifyByJwt } from '../../kit/identity/identify-by-jwt.ts'
import { createLog } from '../../kit/log.ts'
import { connect } from '../../kit/postgres/connect.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { openApiChecker } from '../../kit/testing/matches-openapi.ts'
import { delivery, someEvent } from '../../kit/testing/some-event.ts'
import { createFunction, type Notifier } from '../function.ts'
import { Ranges } from '../guard/addresses.ts'
import { notifierDocument } from '../openapi.ts'
import { createMailer } from '../send/email.ts'
import { sweep } from '../sweep.ts'

/** What Dapr shows when it rings. */
export const jobToken = 'the-daprd-of-these-tests'

interface Options {
  smtpUrl?: string
  timeoutMs?: number
  deps?: Partial<Notifier>
}

/** A notifier on a database of its own that may call loopback. Every answer is one that its OpenAPI document promises. */
export async function notifier() {
  const databaseUrl = await testDatabase()
  const sql = connect(databaseUrl, 'notifier', { connections: 8 })
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  afterAll(() => Promise.all([sql.end(), owner.end()]))
  const clock = { now: new Date('2026-11-21T09:30:00.000Z') }
  const now = () => clock.now
  const issuer = await testIssuer(now)
  const published: Outgoing[] = []
  const rings: number[] = []
  const alarms = {
    outlive: true,
    set: async (_name: string, at: Date) => void rings.push(at.getTime() - clock.now.getTime()),
    cancel: async () => {},
    close: () => {},
  }
  const alarm = { after: () => {} }
  const log = createLog('notifier', 'silent')
  const publisher = {
    publish: async (events: Outgoing[]) => {
      for (const event of events) mustMatchCatalog(event)
      published.push(...events)
    },
    close: async () => {},
  }
  const outbox = createOutbox({ sql, schema: 'notifications', functionName: 'notifier', publisher, alarm, log })
  const delivers = `Bearer ${randomUUID()}`
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  const base: Notifier = {
    sql,
    outbox,
    alarms,
    jobToken,
    admit: bySecret(delivers.slice('Bearer '.length)),
    identify: identifyByJwt(issuer.verify),
    mailer: undefined,
    vapid: { publicKey, privateKey, subject: 'mailto:ops@example.com' },
    guard: { allowed: v.parse(Ranges, '127.0.0.0/8'), timeoutMs: 2_000 },
    publicUrl: 'https://zerodue.example',
    linksUrl: 'https://zerodue.example',
    linkSecret: randomUUID(),
    cursorSecret: randomUUID(),
    now,
    random: () => 0.5,
    log,
  }

  /** The same database by another process, with other doors. */
  function replica({ smtpUrl, timeoutMs = 2_000, deps: more = {} }: Options = {}) {
    const mailer = smtpUrl ? createMailer(smtpUrl, 'Zerodue <zerodue@example.com>', timeoutMs) : undefined
    const deps: Notifier = { ...base, mailer, ...more }
    const { app, operations } = createFunction(deps)
    const check = openApiChecker(notifierDocument(), operations)

    async function request<T>(method: string, path: string, authorization: string, body?: object, key?: string) {
      const response = await app.request(path, {
        method,
        headers: {
          authorization,
          ...(body && { 'content-type': 'application/json' }),
          ...(key && { 'idempotency-key': key }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      const type = response.headers.get('content-type')?.split(';')[0] ?? ''
      const answer = response.status === 204 ? undefined : await response.json()
      check({ method, path, status: response.status, type, body: answer })
      return { status: response.status, body: answer as T }
    }

    async function person(userId = `user-${randomUUID()}`) {
      // A new token each time: the clock of a test may go on for a day.
      const ask = async <T = Record<string, unknown>>(method: string, path: string, body?: object, key?: string) =>
        request<T>(method, path, `Bearer ${await issuer.token(userId)}`, body, key)
      return { userId, ask, notifications: () => list(ask) }
    }

    const deliver = async (event: Outgoing) => (await app.request('/', delivery(event, delivers))).status
    const remind = (userId: string, more: object = {}, id = newId()) => deliver(dueEvent(userId, more, id))
    return { app, operations, deps, person, deliver, remind, sweep: () => sweep(deps) }
  }

  return { sql, owner, clock, published, rings, issuer, replica }
}

export interface Told {
  id: string
  what: string
  kind: string
  state: string
  reason: string | null
  nextAt: string | null
  attempts: { number: number; outcome: string; status: number | null; reason: string | null }[]
}

async function list(ask: <T>(method: string, path: string) => Promise<{ body: T }>): Promise<Told[]> {
  return (await ask<{ items: Told[] }>('GET', '/api/notifications?limit=100')).body.items
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
