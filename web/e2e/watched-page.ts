import type { Browser, BrowserContextOptions, Page } from 'playwright'

export interface WatchedPage {
  page: Page
  /** Console errors, policy violations and requests to other origins: none is allowed. */
  complaints: string[]
  close(): Promise<void>
}

/** A page in a browser context of its own that records what people do not see. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Karachi',
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  })
  // A limit for hangs only: shared machines are slow.
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(`error: ${error.stack ?? error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`)
  })
  page.on('request', request => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) complaints.push(`request: ${url.href}`)
  })
  return { page, complaints, close: () => context.close() }
}
