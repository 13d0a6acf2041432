import { afterAll, expect, test, vi } from 'vitest'
import { startBrowser } from './browser.ts'
import { enter, goTo, newEmail, openDevice } from './testing/person.ts'
import { startSystem } from './testing/system.ts'

const [system, browser] = await Promise.all([startSystem(), startBrowser()])
afterAll(() => browser.close())
vi.setConfig({ testTimeout: 300_000 })
const soon = { timeout: 60_000, interval: 50 }

test('no edit is lost when the server is killed, and after its restart both devices show each edit once', async () => {
  const email = newEmail()
  const [laptop, phone] = await Promise.all([openDevice(browser, system.address), openDevice(browser, system.address)])
  await enter(laptop, 'sign-up', email)
  await enter(phone, 'sign-in', email)
  await Promise.all([goTo(laptop, 'no-date'), goTo(phone, 'no-date')])

  const titles = Array.from({ length: 12 }, (_, i) => `Task ${i + 1}`)
  for (const title of titles.slice(0, 3)) await laptop.add(title)
  const killed = system.kill()
  for (const title of titles.slice(3, 6)) await laptop.add(title)
  await killed
  for (const title of titles.slice(6)) await laptop.add(title)
  await expect.poll(async () => (await laptop.titles()).sort(), soon).toEqual(titles.toSorted())
  await system.start()

  await expect.poll(async () => (await phone.titles()).sort(), soon).toEqual(titles.toSorted())
  expect((await laptop.titles()).sort()).toEqual(titles.toSorted())
  await phone.row('Task 3').getByRole('button', { name: 'Complete “Task 3”' }).click()
  await expect.poll(() => laptop.titles(), soon).not.toContain('Task 3')
  expect([...laptop.complaints, ...phone.complaints]).toEqual([])
  await Promise.all([laptop.leave(), phone.leave()])
})
