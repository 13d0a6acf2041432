import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from 'playwright'
import { unpackedChromium } from './unpacked-chromium.ts'

/** The usual names and places of installed browsers. */
const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** A headless Chromium: at `CHROMIUM`, or an installed one, or Playwright's, or the one from npm. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    // Chromium's sandbox refuses to run as root, as in containers. It opens only our own pages.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

export const chromiumPath = async (): Promise<string> =>
  process.env.CHROMIUM ?? installed() ?? (await unpackedChromium())

function installed(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).flatMap(folder => names.map(n => path.join(folder, n)))
  return [...onPath, ...places, chromium.executablePath()].find(existsSync)
}
