import type { Browser, Page } from 'playwright'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { startBrowser } from '../../../web/e2e/browser.ts'
import { launch } from '../../../web/e2e/testing/launch.ts'
import { enter, newEmail, openDevice, password } from '../../../web/e2e/testing/person.ts'
import { count, figure, median, note } from './parts/figure.ts'
import { fill } from './parts/fill.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'
import { firstRowMs, hasAll, longTasks, watchStart } from './parts/start-of-client.ts'

const many = scaled(100_000)
const few = 100

/** The start of the client for a person with very many tasks, beside a person with few, over `npm start`. */
export async function bench(): Promise<void> {
  const browser = await startBrowser()
  try {
    await withPostgres(async databaseUrl => {
      const system = await launch(String(await freePort()), { settings: { DATABASE_URL: databaseUrl } })
      try {
        const people = { small: await signUp(system.address), big: await signUp(system.address) }
        const owner = connect(databaseUrl, undefined, { connections: 1 })
        await fill(
          owner,
          new Map([
            [people.small.id, few],
            [people.big.id, many],
          ]),
        )
        await owner.end()
        const reference = await startOf(browser, system.address, people.small.email)
        const big = await startOf(browser, system.address, people.big.email)
        report(big, reference)
      } finally {
        await system.end()
      }
    })
  } finally {
    await browser.close()
  }
}

async function signUp(address: string): Promise<{ id: string; email: string }> {
  const email = newEmail()
  const answer = await fetch(`${address}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ email, password, zone: 'Asia/Karachi', locale: 'en' }),
  })
  const { user } = (await answer.json()) as { user: { id: string } }
  return { id: user.id, email }
}

interface Start {
  emptyFirstMs: number
  emptyAllMs: number
  filledMs: number
  /** From Enter to the task on the screen, right after the first row. */
  addedMs: number
  longestMs: number
}

async function startOf(browser: Browser, address: string, email: string): Promise<Start> {
  const device = await openDevice(browser, address)
  const { context } = device
  await watchStart(context)
  const began = performance.now()
  await enter(device, 'sign-in', email)
  await device.page.locator('.row').first().waitFor()
  const emptyFirstMs = performance.now() - began
  await hasAll(device.page)
  const emptyAllMs = performance.now() - began
  await device.page.close()

  const starts: number[] = []
  const added: number[] = []
  const longest: number[] = []
  for (let round = 0; round < scaled(5, 2); round++) {
    const page = await context.newPage()
    await page.goto(address)
    starts.push(await firstRowMs(page))
    added.push(await add(page, `Added ${round}`))
    longest.push(Math.max(0, ...(await longTasks(page))))
    await page.close()
  }
  await context.close()
  return { emptyFirstMs, emptyAllMs, filledMs: median(starts), addedMs: median(added), longestMs: median(longest) }
}

async function add(page: Page, title: string): Promise<number> {
  // A list that has only these tasks: a new row of a long list may be out of sight.
  await page.evaluate("location.hash = '#/tag/measured'")
  await page.locator('#add').fill(title)
  await page.keyboard.press('Enter')
  await page.evaluate('measured.until(() => measured.added.length)')
  return page.evaluate<number>('measured.added[0]')
}

function report(big: Start, small: Start): void {
  const beside = (ms: number) => `${count(ms)} ms with ${few} tasks`
  const line = (name: string, ms: number, reference: number, most: number) =>
    figure(`${name}, ${count(many)} tasks`, `${count(ms)} ms`, `<= ${count(most)} ms; ${beside(reference)}`, ms <= most)
  line('start of a filled device until its first row', big.filledMs, small.filledMs, 1_000)
  line('start of an empty device until it has every task', big.emptyAllMs, small.emptyAllMs, 10_000)
  note(`an empty device shows its first row after ${count(big.emptyFirstMs)} ms; ${beside(small.emptyFirstMs)}`)
  note(`from Enter to the row right after the start ${count(big.addedMs)} ms; ${beside(small.addedMs)}`)
  note(`the longest task of a start ${count(big.longestMs)} ms; ${beside(small.longestMs)}`)
}
