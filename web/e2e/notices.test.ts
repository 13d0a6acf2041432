import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { screens } from './screens.ts'
import { show } from './show.ts'
import { standInBrowser } from './testing/stand-in.ts'

const { address, watch } = await standInBrowser()
const desk = await watch()
const { page } = desk

const english = { language: 'en', theme: 'light' } as const
const today = (on: Page) => show(on, address, { name: 'today', shows: '.row' }, english)
const toast = () => page.locator('.toast.reminder')

test('a reminder’s toast completes its task and disappears', async () => {
  const [reminder] = screens.filter(({ name }) => name === 'a reminder')
  if (reminder) await show(page, address, reminder, english)
  await toast().getByRole('button', { name: 'Complete' }).click()
  await toast().waitFor({ state: 'detached' })
  await page.locator('.row', { hasText: 'Pay rent' }).waitFor({ state: 'detached' })
  await page.locator('.toast', { hasText: 'Completed' }).getByRole('button', { name: 'Undo' }).click()
  await page.locator('.row', { hasText: 'Pay rent' }).waitFor()
  expect(await toast().count()).toBe(0)
  expect(desk.complaints).toEqual([])
})

test('the install line prompts once on request, and disappears either way', async () => {
  await today(page)
  const offer = () =>
    page.evaluate(() => {
      const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
        prompt: async () => document.body.append(new Comment('prompted')),
      })
      dispatchEvent(event)
      return event.defaultPrevented
    })
  const promptCount = () =>
    page.evaluate(() => [...document.body.childNodes].filter(node => node.nodeValue === 'prompted').length)
  const line = page.locator('.state-line', { hasText: 'Install Zerodue on this device' })
  expect(await line.count()).toBe(0)
  expect(await offer()).toBe(true)
  await line.getByRole('button', { name: 'Not now' }).click()
  await line.waitFor({ state: 'detached' })
  expect(await promptCount()).toBe(0)
  await offer()
  await line.getByRole('button', { name: 'Install' }).click()
  await line.waitFor({ state: 'detached' })
  expect(await promptCount()).toBe(1)
})

test('a rule that cannot be read is not written, and the reason is shown under its field', async () => {
  const own = await watch()
  await today(own.page)
  await own.page.keyboard.press('q')
  await own.page.keyboard.type('Sweep every day at 11pm')
  await own.page.keyboard.press('Enter')
  await own.page.locator('.row-main', { hasText: 'Sweep' }).first().click()
  await own.page.locator('.repeat-words').click()
  await own.page.getByLabel('How often').selectOption('custom')
  const rule = own.page.getByLabel('Rule (RRULE)')
  await rule.fill('freq=hourly')
  await rule.press('Enter')
  await own.page.getByText('A task repeats daily at most; for several times a day use BYHOUR.').waitFor()
  await expect.poll(() => own.page.locator('.repeat-words').innerText()).toMatch(/^every day$/i)
  await rule.fill('rrule:freq=weekly;byday=sa;')
  await rule.press('Enter')
  await expect.poll(() => own.page.locator('.repeat-words').innerText()).toMatch(/^every saturday$/i)
  expect(await own.page.locator('.repeat-wrong').count()).toBe(0)
  expect(own.complaints).toEqual([])
  await own.close()
})

test('the next dates of a rule mark the night when the clocks go forward', async () => {
  const abroad = await watch({ timezoneId: 'America/New_York' })
  await abroad.page.clock.setFixedTime('2027-03-12T17:00:00.000Z')
  await today(abroad.page)
  await abroad.page.keyboard.press('q')
  await abroad.page.keyboard.type('Check the backups every day at 2:30am')
  await abroad.page.keyboard.press('Enter')
  await abroad.page.evaluate("location.hash = '#/upcoming'")
  await abroad.page.locator('.row-main', { hasText: 'Check the backups' }).first().click()
  await abroad.page.locator('.repeat-words').click()
  const dates = abroad.page.locator('.next-dates li')
  await dates.first().waitFor()
  expect(await dates.allInnerTexts()).toEqual([
    'Sat 13 Mar 02:30',
    'Sun 14 Mar 02:30\nThe clocks go forward: this time moves with them.',
    'Mon 15 Mar 02:30',
    'Tue 16 Mar 02:30',
    'Wed 17 Mar 02:30',
  ])
  expect(abroad.complaints).toEqual([])
  await abroad.close()
})
