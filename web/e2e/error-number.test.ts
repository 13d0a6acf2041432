import { afterAll, expect, test, vi } from 'vitest'
import { query } from '../../functions/laptop/testing/zerodue.ts'
import { en } from '../view/words/en.ts'
import { startBrowser } from './browser.ts'
import { type Device, enter, goTo, newEmail, openDevice } from './testing/person.ts'
import { startSystem } from './testing/system.ts'

const [system, browser] = await Promise.all([startSystem(), startBrowser()])
afterAll(() => browser.close())
vi.setConfig({ testTimeout: 300_000 })

/** Without their table the server cannot answer requests about API tokens. */
const breakTokens = () => query(system.home, 'alter table identity.api_token rename to away')
const mendTokens = () => query(system.home, 'alter table identity.away rename to api_token')

/** Creates an API token, which fails, and returns the trace that the answer names. */
async function fail({ page }: Device): Promise<string> {
  const create = { name: en.settings.tokenCreate }
  const section = page.locator('.settings-section', { has: page.getByRole('button', create) })
  await section.getByRole('textbox').fill('Script')
  const answer = page.waitForResponse(one => one.request().method() === 'POST' && one.url().endsWith('/api/me/tokens'))
  await section.getByRole('button', create).click()
  const { traceId } = await (await answer).json()
  expect([(await answer).status(), (await answer).headers()['trace-id']]).toEqual([500, traceId])
  return traceId
}

test('a fault of the server shows its number, which is copied whole and is the one in the answer', async () => {
  const device = await openDevice(browser, system.address)
  const { page, context } = device
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await enter(device, 'sign-up', newEmail())
  const listed = page.waitForResponse(one => one.url().endsWith('/api/me/tokens'))
  await goTo(device, 'settings')
  expect((await listed).status()).toBe(200)
  const number = page.locator('.problem-number')
  expect(await number.count()).toBe(0)
  await breakTokens()
  try {
    const traceId = await fail(device)

    await page.getByRole('alert').getByText(en.problems.internal, { exact: true }).waitFor()
    expect(await number.locator('code').textContent()).toBe(traceId)
    await page.getByRole('button', { name: `${en.settings.copy}: ${en.problems.number}` }).click()
    await page.getByRole('button', { name: `${en.settings.copied}: ${en.problems.number}` }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(traceId)

    const another = await fail(device)
    expect(another).not.toBe(traceId)
    await number.getByText(another).waitFor()
  } finally {
    await mendTokens()
  }
  await page.getByRole('button', { name: en.settings.tokenCreate }).click()
  await number.waitFor({ state: 'detached' })
  expect(device.complaints).toEqual([])
  await device.leave()
})
