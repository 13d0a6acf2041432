import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { en } from '../view/words/en.ts'
import { startBrowser } from './browser.ts'
import { enter, goTo, newEmail, openDevice } from './testing/person.ts'
import { startSystem } from './testing/system.ts'

// The whole system as `npm start` runs it, and a real browser for each device of a person.
const [system, browser]: [Awaited<ReturnType<typeof startSystem>>, Browser] = await Promise.all([
  startSystem(),
  startBrowser(),
])
afterAll(() => browser.close())
vi.setConfig({ testTimeout: 300_000 })
const soon = { timeout: 20_000, interval: 50 }
const device = (options = {}) => openDevice(browser, system.address, options)

/** Two devices of one person, both showing the tasks without a date. */
async function twoDevices() {
  const email = newEmail()
  const [laptop, phone] = await Promise.all([device(), device()])
  await enter(laptop, 'sign-up', email)
  await enter(phone, 'sign-in', email)
  await Promise.all([goTo(laptop, 'no-date'), goTo(phone, 'no-date')])
  return { laptop, phone, leave: () => Promise.all([laptop.leave(), phone.leave()]) }
}

beforeAll(async () => {
  const first = await device()
  await first.leave()
})

test('a new person writes a task, signs up, and finds the task on another device', async () => {
  const email = newEmail()
  const laptop = await device()
  await laptop.page.locator('#first').fill('Buy milk #home')
  await laptop.page.locator('#first').press('Enter')
  await expect.poll(() => laptop.titles(), soon).toEqual(['Buy milk'])

  await enter(laptop, 'sign-up', email)
  const phone = await device({ width: 390 })
  await enter(phone, 'sign-in', email)
  await goTo(phone, 'no-date')
  await expect.poll(() => phone.titles(), soon).toEqual(['Buy milk'])
  expect([...laptop.complaints, ...phone.complaints]).toEqual([])
  await Promise.all([laptop.leave(), phone.leave()])
})

test('two browsers show each other’s changes and converge', async () => {
  const { laptop, phone, leave } = await twoDevices()
  await laptop.add('Call mum')
  await expect.poll(() => phone.titles(), soon).toEqual(['Call mum'])
  await phone.add('Pay rent')
  await expect.poll(async () => (await laptop.titles()).sort(), soon).toEqual(['Call mum', 'Pay rent'])

  await laptop.row('Call mum').getByRole('button', { name: 'Complete “Call mum”' }).click()
  await expect.poll(() => phone.titles(), soon).toEqual(['Pay rent'])
  expect([...laptop.complaints, ...phone.complaints]).toEqual([])
  await leave()
})

test('twenty offline edits are stored, sent when the network is back, and merged with another device’s', async () => {
  const { laptop, phone, leave } = await twoDevices()
  for (let i = 1; i <= 5; i++) await laptop.add(`Task ${i}`)
  await expect.poll(async () => (await phone.titles()).length, soon).toBe(5)

  await laptop.context.setOffline(true)
  for (let i = 6; i <= 15; i++) await laptop.add(`Task ${i}`)
  for (let i = 1; i <= 5; i++)
    await laptop
      .row(`Task ${i}`)
      .getByRole('button', { name: `Complete “Task ${i}”` })
      .click()
  for (let i = 16; i <= 20; i++) await laptop.add(`Task ${i}`)
  for (let i = 1; i <= 5; i++) await phone.add(`Phone ${i}`)
  expect((await phone.titles()).filter(title => title.startsWith('Task'))).toHaveLength(5)

  await laptop.context.setOffline(false)
  const both = [
    ...Array.from({ length: 15 }, (_, i) => `Task ${i + 6}`),
    ...Array.from({ length: 5 }, (_, i) => `Phone ${i + 1}`),
  ].sort()
  for (const one of [laptop, phone])
    await expect.poll(async () => (await one.titles()).sort(), { ...soon, timeout: 60_000 }).toEqual(both)
  await leave()
})

test('a reminder shows on every open device, and completing its task on one completes it on all', async () => {
  const { laptop, phone, leave } = await twoDevices()
  await laptop.add('Take the cake out')
  await laptop.page.locator('.row').first().waitFor()
  const id = (await laptop.page.locator('.row-main').first().getAttribute('id'))?.slice('task-'.length) ?? ''
  const at = new Date(Date.now() + 2_000).toISOString()
  await expect
    .poll(
      () =>
        laptop.page.evaluate(
          async ([path, body]) =>
            (
              await fetch(path ?? '', {
                method: 'PATCH',
                headers: { 'content-type': 'application/json' },
                body: body ?? '',
              })
            ).status,
          [`/api/tasks/${id}`, JSON.stringify({ reminders: [{ at }] })],
        ),
      soon,
    )
    .toBe(200)

  for (const one of [laptop, phone]) {
    await one.page.locator('.toast.reminder').waitFor()
    expect(await one.page.locator('.reminder-title').innerText()).toBe('Take the cake out')
  }
  await phone.page.locator('.toast.reminder .button.primary').click()
  await expect.poll(() => laptop.titles(), soon).toEqual([])
  await leave()
})

test('the keyboard alone adds, moves, prioritises, completes and undoes, and lists its shortcuts', async () => {
  const laptop = await device()
  await enter(laptop, 'sign-up', newEmail())
  await goTo(laptop, 'no-date')
  const { keyboard } = laptop.page
  await keyboard.press('q')
  for (const title of ['First', 'Second', 'Third']) {
    await keyboard.type(title)
    await keyboard.press('Enter')
    await laptop.row(title).waitFor()
  }
  await keyboard.press('Escape')
  const before = await laptop.titles()

  await keyboard.press('j')
  const focused = () => laptop.page.evaluate(() => document.activeElement?.textContent ?? '')
  const at = await focused()
  expect(before.some(title => at.includes(title))).toBe(true)
  await keyboard.press('1')
  await expect.poll(focused, soon).toContain('Priority P1')
  await keyboard.press('c')
  await expect.poll(async () => (await laptop.titles()).length, soon).toBe(2)
  await keyboard.press('z')
  await expect.poll(async () => (await laptop.titles()).length, soon).toBe(3)
  await keyboard.press('?')
  await laptop.page.getByRole('dialog').waitFor()
  await keyboard.press('Escape')
  await expect.poll(() => laptop.page.getByRole('dialog').count(), soon).toBe(0)
  expect(laptop.complaints).toEqual([])
  await laptop.leave()
})

test('the Urdu client runs right to left, and a line in Urdu becomes a task with its date', async () => {
  const laptop = await device({ locale: 'ur-PK' })
  const languageAndDirection = () =>
    laptop.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])
  await expect.poll(languageAndDirection, soon).toEqual(['ur', 'rtl'])
  await laptop.page.locator('#first').fill('کل صبح 9 بجے دودھ خریدیں')
  await laptop.page.locator('#first').press('Enter')
  await expect.poll(() => laptop.titles(), soon).toEqual(['دودھ خریدیں'])
  const [circle, title] = await Promise.all([
    laptop.page.locator('.row .row-body > button').first().boundingBox(),
    laptop.page.locator('.row .row-title').first().boundingBox(),
  ])
  expect(circle?.x).toBeGreaterThan(title?.x ?? Number.POSITIVE_INFINITY)
  expect(laptop.complaints).toEqual([])
  await laptop.leave()
})

test('a file of each format is previewed and imported, and its tasks reach the other device', async () => {
  const { laptop, phone, leave } = await twoDevices()
  await laptop.add('Old task')
  await expect.poll(() => phone.titles(), soon).toEqual(['Old task'])
  const exported = await laptop.page.evaluate(async () => (await fetch('/api/export?format=json')).text())
  await laptop.row('Old task').getByRole('button', { name: 'Complete “Old task”' }).click()
  await laptop.row('Old task').waitFor({ state: 'detached' })

  const { settings } = en
  await goTo(laptop, 'settings')
  const counts = () => laptop.page.locator('.import-counts dd').allInnerTexts()
  const importFile = async (name: string, text: string, expected: string[]) => {
    const file = { name, mimeType: '', buffer: Buffer.from(text) }
    await laptop.page.locator('input[type=file]').setInputFiles(file)
    await expect.poll(counts, soon).toEqual(expected)
    const button = laptop.page.locator('.import-report').getByRole('button', { name: settings.importNow })
    if (await button.isEnabled()) await button.click()
    else await laptop.page.reload()
    await laptop.page.locator('.import-report').waitFor({ state: 'detached' })
    await laptop.page.locator('.import-running').waitFor({ state: 'detached' })
  }
  // The counts: new, changed, unchanged, invalid.
  await importFile('mine.csv', 'Title,Due,Tags\nFrom a table,,home\nBroken,some day or other,\n', ['1', '0', '0', '1'])
  const todo = ['BEGIN:VTODO', 'UID:1@example.com', 'DTSTAMP:20261121T000000Z', 'SUMMARY:From a calendar', 'END:VTODO']
  const calendar = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//en', ...todo, 'END:VCALENDAR', '']
  await importFile('mine.ics', calendar.join('\r\n'), ['1', '0', '0', '0'])
  await importFile('mine.json', exported, ['0', '0', '1', '0'])
  await importFile('mine.json', exported.replaceAll(/"id":"[^"]*"/g, `"id":"${randomUUID()}"`), ['1', '0', '0', '0'])

  await goTo(laptop, 'no-date')
  for (const one of [laptop, phone])
    await expect
      .poll(async () => (await one.titles()).sort(), soon)
      .toEqual(['From a calendar', 'From a table', 'Old task'])
  expect([...laptop.complaints, ...phone.complaints]).toEqual([])
  await leave()
})
