import { expect, onTestFinished, test } from 'vitest'
import { settled, TestDevice, until } from '../sync/testing/device.ts'
import { ModelServer, type Sent } from '../sync/testing/model-server.ts'
import { actOn, sendWhatWaits } from './act.ts'

/** A device whose client was closed after it had taken in one task with a reminder. */
async function asleep() {
  const server = new ModelServer()
  const device = new TestDevice((url, sent) => server.fetch(url, sent))
  onTestFinished(() => device.close())
  const tab = await device.open(() => server.now())
  await tab.client.signUp({ email: 'ana@example.com', password: 'correct horse' })
  const due = { date: '2026-11-21', time: '09:00', zone: 'UTC' }
  const made = tab.client.create([{ title: 'Pay rent', due, reminders: [{ before: 'PT30M' }] }])
  await settled(tab, () => server.head)
  const [taskId = ''] = made.ids
  const reminderId = server.tasks.get(taskId)?.reminders[0]?.id ?? ''
  await device.close()
  const network = { isThere: true }
  const fetch = (async (url: string, sent: Sent) => {
    if (!network.isThere) throw new TypeError('fetch failed')
    return server.fetch(url, sent)
  }) as typeof globalThis.fetch
  const where = { place: `${device.place} `, serverUrl: '', pageOrigin: '', fetch }
  return { server, device, network, where, reminder: { taskId, reminderId } }
}

test('the buttons of a notification complete and snooze while no tab is open', async () => {
  const { server, where, reminder } = await asleep()

  expect(await actOn('snooze', reminder, where)).toBe('sent')
  expect(server.tasks.get(reminder.taskId)?.reminders[0]?.snoozedUntil).toBeDefined()
  expect(await actOn('complete', reminder, where)).toBe('sent')
  expect(server.tasks.get(reminder.taskId)?.status).toBe('done')
})

test('without a network it waits on the device, and is sent when there is one again', async () => {
  const { server, network, where, reminder } = await asleep()
  network.isThere = false
  expect(await actOn('complete', reminder, where)).toBe('waits')
  expect(server.tasks.get(reminder.taskId)?.status).toBe('open')

  network.isThere = true
  expect(await sendWhatWaits(where)).toBe('sent')

  expect(server.tasks.get(reminder.taskId)?.status).toBe('done')
})

test('with a tab open the tab shows it at once and sends it', async () => {
  const { server, device, where, reminder } = await asleep()
  const tab = await device.open(() => server.now())
  await until(tab.client.connection, connection => connection === 'online')

  expect(await actOn('complete', reminder, where)).toBe('elsewhere')

  await until(tab.client.tasks, tasks => tasks.get(reminder.taskId)?.status === 'done')
  await settled(tab, () => server.head)
  expect(server.tasks.get(reminder.taskId)?.status).toBe('done')
})
