import type { Browser, Page } from 'playwright'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { startBrowser } from '../../../web/e2e/browser.ts'
import { launch } from '../../../web/e2e/testing/launch.ts'
import { enter, goTo, newEmail, openDevice } from '../../../web/e2e/testing/person.ts'
import { figure, note, quantile } from './parts/figure.ts'
import { withKafka } from './parts/kafka.ts'
import { scaled } from './parts/scale.ts'

/** The time from Enter in one browser until the row appears in another one of the same person, over `npm start`. */
export async function bench(): Promise<void> {
  const browser = await startBrowser()
  try {
    await measure(browser, 'the local bus', {}, 300)
    await withKafka(({ brokers }) => measure(browser, 'Kafka', { EVENTS: 'kafka', KAFKA_BROKERS: brokers }, 2_000))
  } finally {
    await browser.close()
  }
}

async function measure(browser: Browser, over: string, settings: Record<string, string>, mostMs: number) {
  const system = await launch(String(await freePort()), { settings })
  try {
    const delays = await delaysBetween(browser, system.address)
    const p95 = quantile(delays, 0.95)
    figure(`update from one browser to another over ${over}`, `p95 ${p95} ms`, `<= ${mostMs} ms`, p95 <= mostMs)
    note(`median ${quantile(delays, 0.5)} ms, latest ${Math.max(...delays)} ms, of ${delays.length}`)
  } finally {
    await system.end()
  }
}

async function delaysBetween(browser: Browser, address: string): Promise<number[]> {
  const email = newEmail()
  const [laptop, phone] = [await openDevice(browser, address), await openDevice(browser, address)]
  await enter(laptop, 'sign-up', email)
  await enter(phone, 'sign-in', email)
  await Promise.all([goTo(laptop, 'no-date'), goTo(phone, 'no-date')])
  // A long list renders only the visible rows.
  await phone.page.setViewportSize({ width: 1280, height: 4_000 })
  await laptop.add('Warm')
  await phone.row('Warm').waitFor()
  await watchRows(phone.page)
  await watchEnter(laptop.page)
  const delays: number[] = []
  for (let i = 1; i <= scaled(50, 10); i++) {
    const title = `Update ${i}`
    await laptop.add(title)
    let seen: number | undefined
    while (!seen) seen = await phone.page.evaluate<number | undefined>(`seen['${title}']`)
    delays.push(seen - Number(await laptop.page.evaluate('entered')))
  }
  await Promise.all([laptop.leave(), phone.leave()])
  return delays
}

// These run in the pages. Both pages have the clock of this computer.
const watchRows = (page: Page) =>
  page.evaluate(`
    globalThis.seen = {}
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('.row .row-title')) seen[row.textContent.trim()] ??= Date.now()
    }).observe(document.body, { childList: true, subtree: true, characterData: true })`)

const watchEnter = (page: Page) =>
  page.evaluate(
    `addEventListener('keydown', ({ key }) => { if (key === 'Enter') globalThis.entered = Date.now() }, true)`,
  )
