import { expect, test, vi } from 'vitest'
import type { Task } from '../../domain/task.ts'
import { startSystem } from '../testing/start-system.ts'
import { postmasterPid, run, signalGroup } from '../testing/zerodue.ts'

// These start the whole system, as `npm start` does, and use it by HTTP alone.
vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

const daily = {
  title: 'Water the plants',
  notes: 'the fern too',
  tags: ['home'],
  priority: 'P2',
  due: { date: '2030-01-31', time: '08:00', zone: 'Asia/Karachi' },
  repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
  reminders: [{ before: 'PT30M' }],
}

test('completing a task creates the next occurrence with the same content, and reopening the task removes it', async () => {
  const { ask, open } = await startSystem()
  const task = await ask('POST', '/api/tasks', daily)

  await ask('POST', `/api/tasks/${task.id}/complete`)
  await vi.waitFor(async () => expect(await open()).toHaveLength(1), soon)
  const [next] = await open()
  const { due, repeat, ...carried } = daily
  expect(next).toMatchObject({
    ...carried,
    due: { ...due, date: '2030-02-28' },
    occurrence: 2,
    seriesId: task.seriesId,
  })
  expect(next?.repeat).toEqual({ ...repeat, from: 'due', start: due })

  await ask('POST', `/api/tasks/${task.id}/reopen`)
  expect((await open()).map(({ id }) => id)).toEqual([task.id])
  await ask('POST', `/api/tasks/${task.id}/skip`)
  await vi.waitFor(async () => expect(await open()).toMatchObject([{ due: { date: '2030-02-28' } }]), soon)
})

test('a task completed just before a kill -9 of the system has its next occurrence once after the next start', async () => {
  const { ask, open, env, system } = await startSystem()
  const tasks = await Promise.all([1, 2, 3, 4].map(i => ask('POST', '/api/tasks', { ...daily, title: `Series ${i}` })))
  await Promise.all(tasks.map(({ id }) => ask('POST', `/api/tasks/${id}/complete`).catch(() => {})).slice(0, 2))
  const answered = Promise.all(tasks.slice(2).map(({ id }) => ask('POST', `/api/tasks/${id}/complete`).catch(() => {})))
  process.kill(-postmasterPid(env.ZERODUE_HOME), 'SIGKILL')
  signalGroup(system.child, 'SIGKILL')
  await answered
  await system.ended

  await run('scripts/start.ts', [], env).firstLine()
  const series = async () => (await open()).map(({ title, occurrence }) => `${title}: ${occurrence}`).sort()
  await vi.waitFor(async () => expect(await series()).toHaveLength(4), soon)
  const done = (await ask<{ items: Task[] }>('GET', '/api/tasks?status=done')).items.map(({ title }) => title)
  expect(done).toEqual(expect.arrayContaining(['Series 1', 'Series 2']))
  await vi.waitFor(
    async () =>
      expect(await series()).toEqual(tasks.map(({ title }) => `${title}: ${done.includes(title) ? 2 : 1}`).sort()),
    soon,
  )
})

test('a program creates a task by a command with an API token, and a redelivery changes nothing', async () => {
  const { ask, open } = await startSystem()
  const { token } = await ask<{ token: string }>('POST', '/api/me/tokens', { name: 'cron', scopes: ['write'] })
  const command = {
    specversion: '1.0',
    type: 'zerodue.task.create.v1',
    source: '/crm',
    id: 'invoice-42',
    data: { title: 'Send the invoice' },
  }
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${token}` }
  for (let twice = 0; twice < 2; twice++) await ask('POST', '/events/task-api', command, headers)
  expect(await open()).toMatchObject([{ title: 'Send the invoice' }])
})
