import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { create } from '../../domain/create.ts'
import type { NewTask, Task } from '../../domain/task.ts'
import { mustMatchCatalog } from '../../domain/testing/matches-catalog.ts'
import { httpHeaders } from '../../kit/events/cloud-event.ts'
import type { Outgoing, Publisher } from '../../kit/events/event.ts'
import { bySecret } from '../../kit/events/may-deliver.ts'
import { createOutbox } from '../../kit/events/outbox.ts'
import { identifyByJwt } from '../../kit/identity/identify-by-jwt.ts'
import { createLog } from '../../kit/log.ts'
import { connect } from '../../kit/postgres/connect.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { createFunction } from '../function.ts'
import { handAlarms } from './hand-alarms.ts'

export const jobToken = 'job-token'

export interface DueData {
  task: Task
  reminder: { id: string; at: string; times: number }
  dueAt: string
  firedAt: string
  late: boolean
}

/** A reminder-firer on a database of its own, with the clock and the alarms in the hands of the test. */
export async function reminderFirer(start = '2026-11-21T09:00:00.000Z') {
  const databaseUrl = await testDatabase()
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  const hand = handAlarms(start)
  const now = () => hand.clock.now
  const issuer = await testIssuer(now)
  const secret = randomUUID()
  const published: Outgoing[] = []
  const publisher: Publisher = {
    async publish(events) {
      events.forEach(mustMatchCatalog)
      published.push(...events)
    },
    close: async () => {},
  }
  const closing: (() => Promise<unknown>)[] = [() => owner.end()]
  afterAll(() => Promise.all(closing.map(close => close())))

  /** Another process on the same database. */
  function replica() {
    const sql = connect(databaseUrl, 'reminder_firer', { connections: 4 })
    closing.push(() => sql.end())
    const log = createLog('reminder-firer', 'silent')
    const alarm = { after: () => {} }
    const outbox = createOutbox({ sql, schema: 'reminders', functionName: 'reminder-firer', publisher, alarm, log })
    const identify = identifyByJwt(issuer.verify)
    const admit = bySecret(secret)
    const deps = { sql, outbox, alarms: hand.alarms, identify, admit, jobToken, cursorSecret: secret, now, log }
    return { ...createFunction(deps), sql }
  }
  const api = replica()
  hand.bell.ring = api.firer.ring

  async function deliver(event: Outgoing, app = api.app): Promise<number> {
    const headers = { ...httpHeaders(event), authorization: `Bearer ${secret}` }
    return (await app.request('/', { method: 'POST', headers, body: JSON.stringify(event.data) })).status
  }

  function person(userId = `user-${randomUUID()}`) {
    const event = (name: string, data: object): Outgoing => ({
      id: randomUUID(),
      source: '/zerodue/task-api',
      topic: 'task-events',
      type: `zerodue.${name}.v1`,
      subject: null,
      userId,
      time: now().toISOString(),
      data,
      traceparent: null,
    })
    const actor = { kind: 'user', id: userId }
    const told = (name: string, task: Task, changed: string[]) => event(`task.${name}`, { task, changed, actor })
    const must = async (sent: Outgoing) => {
      const status = await deliver(sent)
      if (status !== 204) throw new Error(`${sent.type} was answered ${status}`)
    }
    const newTask = (task: Partial<NewTask>) =>
      create(
        { title: 'Tea', notes: '', priority: 'P4', tags: [], due: null, repeat: null, occurrence: 1, ...task },
        now(),
        randomUUID,
      )
    let version = 1
    return {
      userId,
      event,
      told,
      newTask,
      deliver: must,
      async create(task: Partial<NewTask>) {
        const made = newTask(task)
        await must(told('created', made, Object.keys(made)))
        return made
      },
      /** The task as it is after a change, and that everybody was told. */
      async change(task: Task, change: Partial<Task>, name = 'updated') {
        const next = { ...task, ...change, version: task.version + 1, updatedAt: now().toISOString() }
        await must(told(name, next, Object.keys(change)))
        return next
      },
      profile: (profile: object) =>
        must(
          event('user.updated', {
            profile: {
              zone: 'UTC',
              locale: 'en',
              defaultReminder: null,
              quietHours: null,
              morning: '09:00',
              version: ++version,
              ...profile,
            },
            actor,
          }),
        ),
      deleteAccount: () => must(event('user.deleted', { actor })),
      due: () =>
        published
          .filter(({ topic, userId: whose }) => topic === 'reminders' && whose === userId)
          .map(({ data }) => data as DueData),
      /** When what fired. */
      fired() {
        return this.due().map(({ task, firedAt }) => `${task.title} ${firedAt}`)
      },
      async list(query = '') {
        const authorization = `Bearer ${await issuer.token(userId)}`
        const response = await api.app.request(`/api/reminders?${query}`, { headers: { authorization } })
        return (await response.json()) as {
          items: { state: string; title: string; at: string; id: string }[]
          next: string | null
        }
      },
    }
  }

  return { ...api, owner, ...hand, published, replica, deliver, person, issuer, databaseUrl }
}
