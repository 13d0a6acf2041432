import { randomUUID } from 'node:crypto'
import { create } from '../../domain/create.ts'
import { reminderDue } from '../../domain/events/reminders.ts'
import type { NewTask, Task } from '../../domain/task.ts'
import type { Resources } from '../../kit/define-function.ts'
import type { Outgoing } from '../../kit/events/event.ts'
import { newUser, start as startFunction } from '../../kit/testing/start.ts'
import { createFirer } from '../firer.ts'
import definition from '../function.ts'
import { handAlarms } from './hand-alarms.ts'

export const jobToken = 'job-token'
export const due = { date: '2026-11-21', time: '12:00', zone: 'Asia/Karachi' }
export const at = (time: string, date = '2026-11-21') => `${date}T${time}:00.000Z`

interface DueData {
  task: Task
  reminder: { id: string; at: string; times: number }
  dueAt: string
  firedAt: string
  late: boolean
}

/**
 * A reminder-firer with its own database, and with a clock and alarms that the test moves. By default its alarms ring at the
 * moment of their reminders and not before.
 */
export async function reminderFirer(start = '2026-11-21T09:00:00.000Z', mostLeadMs = 0) {
  const hand = handAlarms(start)
  const now = () => hand.clock.now
  const options = {
    now,
    alarms: hand.alarms,
    settings: { APP_API_TOKEN: jobToken },
    connections: 4,
    deps: ({ sql, outbox, publisher, alarms, log }: Resources<object>) => ({
      firer: createFirer({
        sql,
        outbox,
        publisher,
        alarms,
        mostLeadMs,
        began: new Date(start),
        now,
        until: hand.waitUntil,
        log,
      }),
    }),
  }
  const api = await startFunction(definition, options)
  const { databaseUrl, issuer, published } = api
  hand.bell.ring = api.deps.firer.ring

  /** Another process on the same database. */
  async function replica() {
    const other = await startFunction(definition, { ...options, databaseUrl, issuer })
    other.published.push = (...events) => published.push(...events)
    return { ...other, firer: { ...other.deps.firer, sweep: other.sweep } }
  }

  const deliver = async (event: Outgoing): Promise<number> => (await api.deliver(event)).status

  function person(userId = newUser()) {
    const event = (name: string, data: object, topic = 'task-events'): Outgoing => ({
      id: randomUUID(),
      source: '/zerodue/task-api',
      topic,
      type: `zerodue.${name}.v1`,
      subject: null,
      userId,
      time: now().toISOString(),
      data,
      traceparent: null,
    })
    const actor = { kind: 'user', id: userId }
    const taskEvent = (name: string, task: Task, changed: string[]) => event(`task.${name}`, { task, changed, actor })
    const must = async (event: Outgoing) => {
      const status = await deliver(event)
      if (status !== 204) throw new Error(`${event.type} was answered ${status}`)
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
      taskEvent,
      newTask,
      deliver: must,
      async create(task: Partial<NewTask>) {
        const made = newTask(task)
        await must(taskEvent('created', made, Object.keys(made)))
        return made
      },
      /** Changes the task and delivers the event. */
      async change(task: Task, change: Partial<Task>, name = 'updated') {
        const next = { ...task, ...change, version: task.version + 1, updatedAt: now().toISOString() }
        await must(taskEvent(name, next, Object.keys(change)))
        return next
      },
      profile: (profile: object) =>
        must(
          event(
            'user.updated',
            {
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
            },
            'account-events',
          ),
        ),
      deleteAccount: () => must(event('user.deleted', { actor }, 'account-events')),
      due: () =>
        published
          .filter(({ type, userId: owner }) => type === reminderDue.type && owner === userId)
          .map(({ data }) => data as DueData),
      /** The titles and the moments at which they fired. */
      fired() {
        return this.due().map(({ task, firedAt }) => `${task.title} ${firedAt}`)
      },
      async list(query = '') {
        const { body } = await api.as<{
          items: { state: string; title: string; at: string; id: string }[]
          next: string | null
        }>(userId, 'GET', `/api/reminders?${query}`)
        return body
      },
    }
  }

  return { ...api, ...hand, firer: { ...api.deps.firer, sweep: api.sweep }, replica, deliver, person }
}
