// Saves a picture of every screen: `node web/e2e/pictures.ts <folder> [part of a name]`.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { startBrowser } from './browser.ts'
import { screens } from './screens.ts'
import { show, widths } from './show.ts'
import { startStandIn } from './stand-in-server.ts'
import { watchedPage } from './watched-page.ts'

const [folder = 'pictures', filter = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const server = await startStandIn()
const browser = await startBrowser()
for (const [device, width] of Object.entries(widths))
  for (const language of ['en', 'ur'] as const)
    for (const theme of ['light', 'dark'] as const) {
      const { page, complaints, close } = await watchedPage(browser, new URL(server.address).origin, {
        viewport: { width, height: width < 768 ? 740 : 900 },
        hasTouch: width < 768,
      })
      for (const screen of screens) {
        const name = [screen.name, device, language, theme].join(' ').replaceAll(' ', '-')
        if (!name.includes(filter)) continue
        await show(page, server.address, screen, { language, theme })
        await page.screenshot({ path: path.join(folder, `${name}.png`) })
      }
      for (const complaint of complaints) process.stdout.write(`${complaint}\n`)
      await close()
    }
await browser.close()
await server.close()
