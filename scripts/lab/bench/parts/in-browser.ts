import path from 'node:path'
import type { BrowserContext, Page } from 'playwright'

/** Adds the measuring script to a page, or to every page of a browser. */
export const measureIn = (page: Page | BrowserContext): Promise<unknown> =>
  page.addInitScript({ path: path.join(import.meta.dirname, '..', 'children', 'in-page.js') })

/** Scrolls with the wheel and then to the end. Returns the durations of the tasks that took longer than 50 ms. */
export async function longTasksWhileScrolling(page: Page): Promise<number[]> {
  await page.mouse.move(700, 500)
  await page.evaluate('measured.longTasks.length = 0')
  for (let turn = 0; turn < 150; turn++) await page.mouse.wheel(0, 600)
  await page.evaluate('measured.pullToTheEnd()')
  return page.evaluate<number[]>('measured.longTasks')
}

/** Adds tasks. Returns for each the time from Enter to the first frame with the task. */
export async function addToScreen(page: Page, times: number): Promise<number[]> {
  // A tag whose list has only these tasks.
  await page.evaluate("location.hash = '#/tag/measured'")
  await page.locator('.row').first().waitFor({ state: 'detached' })
  await page.click('#add')
  for (let time = 0; time < times; time++) {
    await page.keyboard.type(`Measured ${time} at 9am p1`, { delay: 20 })
    await page.locator('.chip').first().waitFor()
    await page.keyboard.press('Enter')
    await page.evaluate(`measured.until(() => measured.added.length > ${time})`)
  }
  return page.evaluate<number[]>('measured.added')
}
