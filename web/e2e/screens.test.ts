import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { startBrowser } from './browser.ts'
import { screens, show, wear, widths } from './screens.ts'
import { type StandInServer, startStandIn } from './stand-in-server.ts'
import { watchedPage } from './watched-page.ts'

let server: StandInServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startStandIn(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const languages = ['en', 'ur'] as const
const devices = ['desktop', 'phone'] as const

describe.each(languages.flatMap(language => devices.map(device => ({ language, device }))))(
  'on a $device in $language',
  ({ language, device }) => {
    test('axe finds nothing wrong with any screen in any theme, and no page says, asks or does what it may not', async () => {
      const { page, complaints, close } = await watchedPage(browser, new URL(server.address).origin, {
        viewport: { width: widths[device], height: 900 },
        hasTouch: device === 'phone',
      })
      const found: string[] = []
      for (const screen of screens) {
        await show(page, server.address, screen, { language, theme: 'light' })
        const wrong = await violations(page)
        for (const theme of device === 'desktop' ? (['dark', 'contrast'] as const) : (['dark'] as const)) {
          await wear(page, theme)
          wrong.push(...(await violations(page, ['color-contrast'])))
        }
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wrong.push('is too wide')
        found.push(...wrong.map(what => `${screen.name}: ${what}`))
      }
      await close()
      expect([...found, ...complaints]).toEqual([])
    }, 600_000)
  },
)
