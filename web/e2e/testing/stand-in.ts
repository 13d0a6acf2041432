import type { BrowserContextOptions } from 'playwright'
import { afterAll } from 'vitest'
import { startBrowser } from '../browser.ts'
import { startStandIn } from '../stand-in-server.ts'
import { watchedPage } from '../watched-page.ts'

/** In Karachi it is ten in the morning: in the evening other tasks are overdue, and «11pm» means tomorrow. */
const morning = '2026-11-25T05:00:00.000Z'

/** The screens over a stand-in client, and a browser, for all tests of a file. */
export async function standInBrowser() {
  const [{ address, close }, browser] = await Promise.all([startStandIn(), startBrowser()])
  afterAll(async () => {
    await browser.close()
    await close()
  })
  return {
    address,
    async watch(options: BrowserContextOptions = {}) {
      const watched = await watchedPage(browser, new URL(address).origin, options)
      await watched.page.clock.setFixedTime(morning)
      return watched
    },
  }
}
