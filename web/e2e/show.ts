import { errors, type Page } from 'playwright'
import type { Screen } from './screens.ts'

export const widths = { phone: 360, tablet: 768, desktop: 1440 } as const

export interface Look {
  language: 'en' | 'ur'
  theme: 'light' | 'dark' | 'contrast'
}

/** Opens a screen in a fresh page. */
export async function show(page: Page, address: string, screen: Screen, look: Look): Promise<void> {
  const query = new URLSearchParams({ ...look, ...screen.query })
  // A change of the # alone would load no new page.
  await page.goto('about:blank')
  const at = screen.path ? new URL(screen.path, address).href : address
  await load(page, `${at}?${query}${screen.hash ?? ''}`)
  await page.waitForSelector(`:lang(${look.language}) :is(.shell, .welcome, .account-form)`)
  await page.evaluate(() => document.fonts.ready)
  await screen.open?.(page)
  await page.locator(screen.shows).first().waitFor()
}

/** Once in thousands of pages Chromium never ended a navigation. A page of ours that hangs does so again, and then this fails. */
async function load(page: Page, url: string): Promise<void> {
  try {
    await page.goto(url, { timeout: 40_000 })
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error
    await page.goto(url)
  }
}

/** Changes the theme. */
export const wear = (page: Page, theme: Look['theme']): Promise<void> =>
  page.evaluate(name => {
    const { standIn } = globalThis as unknown as { standIn: { prefer(patch: { theme: string }): void } }
    standIn.prefer({ theme: name })
  }, theme)
