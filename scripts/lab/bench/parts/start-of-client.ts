import type { BrowserContext, Page } from 'playwright'
import { measureIn } from './in-browser.ts'

/** Makes every page of the browser note when its first row is on the screen, from the start of its navigation. */
export async function watchStart(context: BrowserContext): Promise<void> {
  await measureIn(context)
  await context.addInitScript(`{
    const look = () => {
      if (document.querySelector('.row')) globalThis.firstRowMs = performance.now()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }`)
}

export async function firstRowMs(page: Page): Promise<number> {
  await page.evaluate('measured.until(() => globalThis.firstRowMs)')
  return page.evaluate<number>('firstRowMs')
}

export const longTasks = (page: Page): Promise<number[]> => page.evaluate<number[]>('measured.longTasks')

/** Resolves when the device has every task: then it stores the number of the update that it goes on from. */
export const hasAll = (page: Page): Promise<unknown> =>
  page.evaluate(`(async () => {
    const ask = request => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    for (;;) {
      for (const { name } of await indexedDB.databases()) {
        if (!name.startsWith('zerodue ') || name === 'zerodue of this device') continue
        const database = await ask(indexedDB.open(name))
        const cursor = await ask(database.transaction('meta').objectStore('meta').get('cursor'))
        database.close()
        if (typeof cursor === 'number') return
      }
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  })()`)
