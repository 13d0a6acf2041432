import { expect, onTestFinished, test } from 'vitest'
import { started } from '../../functions/laptop/testing/started.ts'
import { startBrowser } from './browser.ts'

const soon = { timeout: 60_000, interval: 50 }

test('once opened, the client starts without a network and without a server, under its strict policy', async () => {
  const { address } = await started()
  const browser = await startBrowser()
  onTestFinished(() => browser.close())
  const context = await browser.newContext()
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('console', message => message.type() === 'error' && wrong.push(message.text()))
  page.on('pageerror', error => wrong.push(String(error)))
  // Only on localhost a page without TLS may have a service worker.
  await page.goto(address.replace('127.0.0.1', 'localhost'))
  const worker = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state)
  await expect.poll(worker, soon).toBe('activated')

  await context.setOffline(true)
  await page.reload()
  await page.locator('#app > *').first().waitFor()

  expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
  expect(wrong).toEqual([])
}, 120_000)
