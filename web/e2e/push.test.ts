import { createECDH, randomBytes } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { pushService } from '../../functions/notifier/testing/push-service.ts'
import { en } from '../view/words/en.ts'
import { startBrowser } from './browser.ts'
import { type Device, enter, goTo, newEmail, openDevice } from './testing/person.ts'
import { allowPush, workerOf } from './testing/push-device.ts'
import { startSystem } from './testing/system.ts'
import type { Subscription } from './testing/worker-overrides.ts'

// The push services of these tests run on this machine, where no notification may go otherwise.
const [system, browser] = await Promise.all([startSystem({ WEBHOOK_ALLOW: '127.0.0.0/8' }), startBrowser()])
afterAll(() => browser.close())
vi.setConfig({ testTimeout: 300_000 })
const soon = { timeout: 20_000, interval: 50 }

interface Task {
  id: string
  title: string
  status: string
  reminders: { id: string; snoozedUntil?: string }[]
}

/** A device with an account and a push subscription, and access to the account at the server. */
async function signedUp(subscription: Subscription) {
  const phone = await openDevice(browser, system.address)
  await allowPush(phone.context, subscription)
  await phone.page.reload()
  const email = newEmail()
  await enter(phone, 'sign-up', email)
  const ask = async <T>(method: string, path: string, data?: object) => {
    const headers = { origin: system.address }
    const answer = await phone.context.request.fetch(system.address + path, { method, headers, ...(data && { data }) })
    return (await answer.json()) as T
  }
  const remindOf = (title: string) =>
    ask<Task>('POST', '/api/tasks', { title, reminders: [{ at: new Date(Date.now() + 1_500).toISOString() }] })
  const channels = async () =>
    (await ask<{ items: { destination: string; state: string }[] }>('GET', '/api/channels')).items
  return { phone, email, ask, remindOf, channels }
}

/** Turns on push notifications in the settings. */
async function turnOn(device: Device): Promise<void> {
  await goTo(device, 'settings')
  const box = device.page.getByLabel(en.settings.push)
  await box.click()
  await device.page.getByRole('list', { name: en.settings.channels }).getByText('//').waitFor()
}

const subscriptionAt = (origin: string): Subscription => {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  return {
    endpoint: `${origin}/push/1`,
    keys: { p256dh: keys.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') },
  }
}

test('a reminder arrives as a notification without an open page: its buttons complete and snooze, a click opens it', async () => {
  const push = await pushService()
  const { phone, ask, remindOf, channels } = await signedUp(push.subscription)
  await turnOn(phone)
  await expect.poll(channels, soon).toMatchObject([{ destination: push.service.url, state: 'active' }])
  const worker = await workerOf(phone)
  await phone.page.goto('about:blank')

  const [rent, mum, bank] = (await Promise.all(['Pay rent', 'Call mum', 'Call the bank'].map(remindOf))) as [
    Task,
    Task,
    Task,
  ]
  await expect.poll(() => push.shown.length, soon).toBe(3)
  for (const { data } of push.shown) await worker.deliver(data)
  await expect.poll(async () => (await worker.shown()).length, soon).toBe(3)
  for (const { actions } of await worker.shown())
    expect(actions).toEqual([
      { action: 'complete', title: 'Done' },
      { action: 'snooze', title: 'In an hour' },
    ])

  await worker.click('Pay rent', 'complete')
  expect(await ask<Task>('GET', `/api/tasks/${rent.id}`)).toMatchObject({ status: 'done' })
  await worker.click('Call mum', 'snooze')
  const snoozed = await ask<Task>('GET', `/api/tasks/${mum.id}`)
  expect(snoozed.status).toBe('open')
  expect(minutesUntil(snoozed.reminders[0]?.snoozedUntil)).toBeCloseTo(60, -1)

  await worker.click('Call the bank')
  expect(await worker.opened()).toEqual([`${system.address}/#/today/task/${bank.id}`])
  await phone.page.goto((await worker.opened())[0] ?? '')
  const title = phone.page.locator('#detail-title')
  await expect.poll(() => title.inputValue(), soon).toBe('Call the bank')
  await worker.click('Call mum')
  await expect.poll(() => title.inputValue(), soon).toBe('Call mum')
  expect(await worker.opened()).toHaveLength(1)
  expect(phone.complaints).toEqual([])
  await phone.leave()
})

test('a reminder’s toast snoozes for the chosen time and disappears', async () => {
  const { phone, ask, remindOf } = await signedUp(subscriptionAt('https://push.example'))
  const { id } = await remindOf('Take the cake out')
  const toast = phone.page.locator('.toast.reminder')
  await toast.getByRole('button', { name: en.toast.snooze }).click()
  await phone.page.getByRole('button', { name: '30 minutes' }).click()
  await toast.waitFor({ state: 'detached' })
  const until = async () => (await ask<Task>('GET', `/api/tasks/${id}`)).reminders[0]?.snoozedUntil
  await expect.poll(until, soon).toBeDefined()
  expect(minutesUntil(await until())).toBeCloseTo(30, -1)
  expect(phone.complaints).toEqual([])
  await phone.leave()
})

test('a new push subscription of the browser replaces the old one at the server', async () => {
  const [old, fresh] = [subscriptionAt('https://old.push.example'), subscriptionAt('https://new.push.example')]
  const { phone, channels } = await signedUp(old)
  await turnOn(phone)
  await expect.poll(channels, soon).toMatchObject([{ destination: 'https://old.push.example' }])
  const worker = await workerOf(phone)
  await phone.page.goto('about:blank')
  await worker.change(old, fresh)
  expect(await channels()).toMatchObject([{ destination: 'https://new.push.example', state: 'active' }])
  await phone.leave()
})

test('signing out removes this browser from the account, and the next account starts without it', async () => {
  const { phone, email, channels } = await signedUp(subscriptionAt('https://push.example'))
  await turnOn(phone)
  await expect.poll(async () => (await channels()).length, soon).toBe(1)
  await phone.page.getByRole('button', { name: en.account.signOut }).click()
  await phone.page.locator('.welcome').waitFor()
  await enter(phone, 'sign-in', email)
  expect(await channels()).toEqual([])
  await goTo(phone, 'settings')
  await expect.poll(() => phone.page.getByLabel(en.settings.push).isChecked(), soon).toBe(false)
  expect(phone.complaints).toEqual([])
  await phone.leave()
})

const minutesUntil = (instant = ''): number => (Date.parse(instant) - Date.now()) / 60_000
