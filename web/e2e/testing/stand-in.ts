import type { BrowserContextOptions } from 'playwright'
import { afterAll } from 'vitest'
import { startBrowser } from '../browser.ts'
import { startStandIn } from '../stand-in-server.ts'
import { watchedPage } from '../watched-page.ts'

/** The screens over a stand-in client, and a browser, for all tests of a file. */
export async function standInBrowser() {
  const [{ address, close }, browser] = await Promise.all([startStandIn(), startBrowser()])
  afterAll(async () => {
    await browser.close()
    await close()
  })
  return {
    address,
    watch: (options: BrowserContextOptions = {}) => watchedPage(browser, new URL(address).origin, options),
  }
}
