import { expect, onTestFinished, test } from 'vitest'
import { synchronized, TestDevice, until } from '../sync/testing/device.ts'
import { ModelServer, type SentRequest } from '../sync/testing/model-server.ts'
import { actOn, sendWaiting } from './act.ts'

/** A closed device that has one task with a reminder. */
async function closedDevice() {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const tab = await device.open(() => server.now())
  await tab.client.signUp({ email: 'ana@example.com', password: 'correct horse' })
  const due = { date: '2026-11-21', time: '09:00', zone: 'UTC' }
  const created = tab.client.create([{ title: 'Pay rent', due, reminders: [{ before: 'PT30M' }] }])
  await synchronized(tab, () => server.head)
  const [taskId = ''] = created.ids
  const reminderId = server.tasks.get(taskId)?.reminders[0]?.id ?? ''
  await device.close()
  const network = { isUp: true }
  const fetch = (async (url: string, sent: SentRequest) => {
    if (!network.isUp) throw new TypeError('fetch failed')
    return server.fetch(url, sent)
  }) as typeof globalThis.fetch
  const where = { prefix: `${device.prefix} `, serverUrl: '', pageOrigin: '', fetch }
  return { server, device, network, where, reminder: { taskId, reminderId } }
}

test('the buttons of a notification complete and snooze a task while no tab is open', async () => {
  const { server, where, reminder } = await closedDevice()

  expect(await actOn('snooze', reminder, where)).toBe('sent')
  expect(server.tasks.get(reminder.taskId)?.reminders[0]?.snoozedUntil).toBeDefined()
  expect(await actOn('complete', reminder, where)).toBe('sent')
  expect(server.tasks.get(reminder.taskId)?.status).toBe('done')
})

test('an action without a network waits on the device until there is one', async () => {
  const { server, network, where, reminder } = await closedDevice()
  network.isUp = false
  expect(await actOn('complete', reminder, where)).toBe('waits')
  expect(server.tasks.get(reminder.taskId)?.status).toBe('open')

  network.isUp = true
  expect(await sendWaiting(where)).toBe('sent')

  expect(server.tasks.get(reminder.taskId)?.status).toBe('done')
})

test('an open tab shows the action at once and sends it', async () => {
  const { server, device, where, reminder } = await closedDevice()
  const tab = await device.open(() => server.now())
  await until(tab.client.connection, connection => connection === 'online')

  expect(await actOn('complete', reminder, where)).toBe('elsewhere')

  await until(tab.client.tasks, tasks => tasks.get(reminder.taskId)?.status === 'done')
  await synchronized(tab, () => server.head)
  expect(server.tasks.get(reminder.taskId)?.status).toBe('done')
})
