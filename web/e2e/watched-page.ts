import type { Browser, BrowserContextOptions, Page } from 'playwright'

export interface WatchedPage {
  page: Page
  /** What no page of ours may do: an error in the console, what the policy forbids, a request to somebody else. */
  complaints: string[]
  close(): Promise<void>
}

/** A page of a browser of its own, with an ear for what people do not see. */
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
  // A limit for what hangs, not for what is slow: machines are shared.
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(`threw ${error.stack ?? error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`said ${message.text()}`)
  })
  page.on('request', request => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) complaints.push(`asked ${url.href}`)
  })
  return { page, complaints, close: () => context.close() }
}
