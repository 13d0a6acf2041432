import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { startBrowser } from '../../../web/e2e/browser.ts'
import { launch } from '../../../web/e2e/testing/launch.ts'
import { type Device, enter, newEmail, openDevice } from '../../../web/e2e/testing/person.ts'
import { count, figure, note } from './parts/figure.ts'
import { scaled } from './parts/scale.ts'

const many = scaled(10_000)
const few = 100
const mostMs = 5_000

/** The time from the answer to an import until another open device of the person shows every task, over `npm start`. */
export async function bench(): Promise<void> {
  const browser = await startBrowser()
  const system = await launch(String(await freePort()))
  try {
    const [laptop, phone] = await twoDevices(browser, system.address)
    const reference = await importOf(few, laptop, phone)
    const big = await importOf(many, laptop, phone)
    figure(
      `${count(many)} imported tasks on another open device, after the answer`,
      `${count(big.arrivedMs)} ms`,
      `<= ${count(mostMs)} ms; ${count(reference.arrivedMs)} ms with ${few} tasks`,
      big.arrivedMs <= mostMs,
    )
    note(`the answer came after ${count(big.answeredMs)} ms; ${count(reference.answeredMs)} ms with ${few} tasks`)
    note(
      `the server had the last update ${count(big.sentMs)} ms after the answer; ${count(reference.sentMs)} ms with ${few} tasks`,
    )
    note(`the importing device said “Imported” ${count(big.saidMs)} ms after the answer`)
  } finally {
    await system.end()
    await browser.close()
  }
}

async function twoDevices(browser: Browser, address: string): Promise<[Device, Device]> {
  const email = newEmail()
  const [laptop, phone] = [await openDevice(browser, address), await openDevice(browser, address)]
  await enter(laptop, 'sign-up', email)
  await enter(phone, 'sign-in', email)
  await phone.add('Warm')
  await laptop.row('Warm').waitFor()
  await laptop.page.evaluate("location.hash = '#/settings'")
  return [laptop, phone]
}

interface Arrival {
  answeredMs: number
  /** From the answer until the server has the last update to send. */
  sentMs: number
  arrivedMs: number
  saidMs: number
}

async function importOf(tasks: number, { page }: Device, other: Device): Promise<Arrival> {
  const tag = `import-${tasks}`
  const rows = Array.from({ length: tasks }, (_, i) => `Task ${i} of many,${tag}`)
  const buffer = Buffer.from(['Title,Tags', ...rows].join('\n'))
  await page.setInputFiles('[type=file]', { name: 'tasks.csv', mimeType: 'text/csv', buffer })
  await page.locator('.import-report .primary').waitFor()
  await Promise.all([watchTag(other.page, tag, tasks), watchEnd(page)])
  const answer = page.waitForResponse(response => response.url().includes('dryRun=false'))
  const began = Date.now()
  await page.click('.import-report .primary')
  await (await answer).finished()
  const answered = Date.now()
  const ended = new AbortController()
  const sent = followHead(page, ended.signal)
  const [arrived, said] = await Promise.all([timeOf(other.page, 'arrived'), timeOf(page, 'said')])
  ended.abort()
  const sentMs = (await sent) - answered
  return { answeredMs: answered - began, sentMs, arrivedMs: arrived - answered, saidMs: said - answered }
}

/** When the newest number of an update last changed, to a fifth of a second. */
async function followHead(page: Page, signal: AbortSignal): Promise<number> {
  let head: number | undefined
  let changed = Date.now()
  while (!signal.aborted) {
    const answer = await page.request.get(new URL('/api/updates', page.url()).href)
    const now = ((await answer.json()) as { head: number }).head
    if (now !== head) changed = Date.now()
    head = now
    await setTimeout(200)
  }
  return changed
}

// These run in the pages, which have the clock of this computer.

/** Notes when the sidebar counts so many tasks with the tag. */
const watchTag = (page: Page, tag: string, tasks: number) =>
  page.evaluate(`{
    globalThis.arrived = undefined
    const count = '${tasks.toLocaleString('en')}'
    const look = () => {
      const shown = document.querySelector('.sidebar [href$="/tag/${tag}"] .nav-count [aria-hidden]')?.textContent
      if (shown === count) globalThis.arrived = Date.now()
      else requestAnimationFrame(look)
    }
    look()
  }`)

/** Notes when the page says that the import has ended. */
const watchEnd = (page: Page) =>
  page.evaluate(`{
    globalThis.said = undefined
    const look = () => {
      const running = document.querySelector('.import-report, .import-running')
      if (running) requestAnimationFrame(look)
      else globalThis.said = Date.now()
    }
    look()
  }`)

const timeOf = (page: Page, name: 'arrived' | 'said'): Promise<number> =>
  page.evaluate<number>(`new Promise(resolve => {
    const look = () => (globalThis.${name} ? resolve(${name}) : requestAnimationFrame(look))
    look()
  })`)
