import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Look, show } from './show.ts'
import { type Finger, fingerOn } from './testing/finger.ts'
import { standInBrowser } from './testing/stand-in.ts'
import type { WatchedPage } from './watched-page.ts'

const { address, watch } = await standInBrowser()

const today = (page: Page, language: Look['language'] = 'en') =>
  show(page, address, { name: 'today', shows: '.row' }, { language, theme: 'light' })

describe('a finger', () => {
  let phone: WatchedPage
  let page: Page
  let finger: Finger
  const row = (title: string) => page.locator('.row', { hasText: title })
  const list = () => page.locator('.row-title bdi').allInnerTexts()
  beforeAll(async () => {
    phone = await watch({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true })
    page = phone.page
    finger = await fingerOn(page)
  })
  afterAll(() => phone?.close())

  test('completes a task by a swipe in text direction, and opens the schedule by the opposite one', async () => {
    await today(page)
    await finger.swipe(row('Call mum'), [140, 0])
    await row('Call mum').waitFor({ state: 'detached' })
    await page.locator('.toast', { hasText: 'Completed' }).waitFor()

    await finger.swipe(row('Stand-up'), [-140, 0])
    await page.locator('dialog .calendar').waitFor()
    expect(await row('Stand-up').count()).toBe(1)
    await page.locator('dialog .menu-item').nth(1).click()
    await row('Stand-up').waitFor({ state: 'detached' })
    expect(phone.complaints).toEqual([])
  })

  test('swipes on a tablet too', async () => {
    await page.setViewportSize({ width: 900, height: 700 })
    await today(page)
    await finger.swipe(row('Call mum'), [140, 0])
    await row('Call mum').waitFor({ state: 'detached' })
    await page.setViewportSize({ width: 390, height: 700 })
  })

  test('swipes in the opposite directions in Urdu', async () => {
    await today(page, 'ur')
    await finger.swipe(row('Stand-up'), [140, 0])
    await page.locator('dialog .calendar').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await finger.swipe(row('Call mum'), [-140, 0])
    await row('Call mum').waitFor({ state: 'detached' })
    expect(await row('Stand-up').count()).toBe(1)
  })

  test('changes nothing by a short, a reversed or a vertical swipe, and clicks nothing', async () => {
    await today(page)
    const [before, address] = [await list(), page.url()]
    await finger.swipe(row('Call mum'), [60, 0])
    await finger.swipe(row('Call mum'), [140, 0], [-120, 0])
    await finger.swipe(row('Stand-up'), [-60, 0])
    await finger.swipe(row('Stand-up'), [10, 160])
    await finger.swipe(row('Stand-up'), [-10, -160])
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    expect(await list()).toEqual(before)
    expect(await page.locator('dialog, .toast, [data-swiping], [data-leaving]').count()).toBe(0)
    expect(page.url()).toBe(address)
    expect(phone.complaints).toEqual([])
  })
})

describe('a mouse', () => {
  let desk: WatchedPage
  let page: Page
  const row = (title: string) => page.locator('.row', { hasText: title })
  const list = () => page.locator('.row-title bdi').allInnerTexts()
  const dueOf = (title: string) =>
    page.evaluate(title => {
      const { standIn } = globalThis as unknown as { standIn: { tasks: { value: Map<string, Sample> } } }
      return [...standIn.tasks.value.values()].find(task => task.title === title)?.due
    }, title)
  interface Sample {
    title: string
    due: { date: string; time?: string; zone: string } | null
  }
  beforeAll(async () => {
    desk = await watch()
    page = desk.page
  })
  afterAll(() => desk?.close())

  /** Drags like a hand: the days to drop on appear only during a drag. */
  async function drag(title: string): Promise<void> {
    await row(title).locator('.row-title').hover()
    await page.mouse.down()
    await row(title).locator('.row-main').hover()
    await page.locator('.drop-days').waitFor()
  }

  async function drop(on: ReturnType<Page['locator']>): Promise<void> {
    // The first move over a target fires dragenter, the next one dragover.
    await expect
      .poll(async () => {
        await on.hover({ position: { x: 4, y: 4 } })
        return page.locator('[data-over]').count()
      })
      .toBe(1)
    await page.mouse.up()
  }

  test('drops a row on a day of “Upcoming”, which keeps its time; Undo puts it back', async () => {
    await today(page)
    const before = await dueOf('Stand-up')
    await drag('Stand-up')
    await drop(page.locator('.drop-day').nth(2))
    await row('Stand-up').waitFor({ state: 'detached' })
    const after = await dueOf('Stand-up')
    expect(after).toEqual({ ...before, date: plusDays(before?.date ?? '', 3) })
    expect(await page.locator('.drop-days, [data-over]').count()).toBe(0)
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    await row('Stand-up').waitFor()
    expect(await dueOf('Stand-up')).toEqual(before)
    expect(desk.complaints).toEqual([])
  })

  test('removes the date by a drop on “No date”; Undo puts it back', async () => {
    await today(page)
    const before = await dueOf('Call mum')
    await drag('Call mum')
    await drop(page.locator('.nav-link', { hasText: 'No date' }))
    await row('Call mum').waitFor({ state: 'detached' })
    expect(await dueOf('Call mum')).toBeNull()
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    await row('Call mum').waitFor()
    expect(await dueOf('Call mum')).toEqual(before)
  })

  test('moves all selected rows by one drop, and none by a drop beside every target', async () => {
    await today(page)
    const before = await list()
    await row('Call mum')
      .locator('.row-main')
      .click({ modifiers: ['Control'] })
    await row('Stand-up')
      .locator('.row-main')
      .click({ modifiers: ['Control'] })
    await drag('Stand-up')
    await drop(page.locator('.drop-day').first())
    await row('Call mum').waitFor({ state: 'detached' })
    await row('Stand-up').waitFor({ state: 'detached' })
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    await row('Call mum').waitFor()
    await drag('Call mum')
    await page.locator('.nav-link', { hasText: 'Overdue' }).hover()
    await page.mouse.up()
    await page.locator('.drop-days').waitFor({ state: 'detached' })
    expect(await list()).toEqual(before)
  })
})

const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
