import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from 'playwright'
import { unpackedChromium } from './unpacked-chromium.ts'

/** Where people's own browsers are found, besides by these names on the PATH. */
const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium without a window: the one at `CHROMIUM`, else an installed one, else Playwright's, else the one that npm brings. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    // Chromium's sandbox refuses root, as which containers run; it shows our own pages only.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

export const chromiumPath = async (): Promise<string> =>
  process.env.CHROMIUM ?? installed() ?? (await unpackedChromium())

function installed(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).flatMap(folder => names.map(n => path.join(folder, n)))
  return [...onPath, ...places, chromium.executablePath()].find(existsSync)
}
