import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright'
import { en } from '../../view/words/en.ts'

export const password = 'correct horse battery'
export const newEmail = () => `${randomUUID()}@example.com`

/** A fresh browser of a person. */
export interface Device {
  page: Page
  context: BrowserContext
  /** Errors of the page's script and violations of the content security policy. */
  complaints: string[]
  /** The titles of the visible rows, from top to bottom. */
  titles(): Promise<string[]>
  add(line: string): Promise<void>
  row(title: string): ReturnType<Page['locator']>
  leave(): Promise<void>
}

interface Options {
  locale?: string
  width?: number
}

export async function openDevice(browser: Browser, address: string, options: Options = {}): Promise<Device> {
  const { locale = 'en-GB', width = 1280 } = options
  const context = await browser.newContext({
    locale,
    timezoneId: 'Asia/Karachi',
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
  })
  // A limit for hangs only: shared machines are slow.
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('console', message => {
    // Each test breaks the network as it likes.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text()))
      complaints.push(message.text())
  })
  await page.goto(address)
  const row = (title: string) => page.locator('.row').filter({ has: page.getByText(title, { exact: true }) })
  return {
    page,
    context,
    complaints,
    row,
    titles: () => page.locator('.row .row-title').allInnerTexts(),
    async add(line) {
      await page.locator('#add').fill(line)
      await page.locator('#add').press('Enter')
    },
    leave: () => context.close(),
  }
}

/** Signs up or in through the form. */
export async function enter({ page }: Device, kind: 'sign-up' | 'sign-in', email: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/${kind}`)
  await page.locator('#email').fill(email)
  await page.getByLabel(en.account.password, { exact: true }).fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('.shell').waitFor()
}

export const goTo = (device: Device, list: string): Promise<void> => device.page.evaluate(`location.hash = '#/${list}'`)
