import { expect, onTestFinished, test } from 'vitest'
import { startSystem } from '../../functions/laptop/testing/start-system.ts'
import { startBrowser } from './browser.ts'

const soon = { timeout: 60_000, interval: 50 }

test('the client starts without network and server after its first visit, under its strict policy', async () => {
  const { address } = await startSystem()
  const browser = await startBrowser()
  onTestFinished(() => browser.close())
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', error => errors.push(String(error)))
  // Without TLS only localhost may have a service worker.
  await page.goto(address.replace('127.0.0.1', 'localhost'))
  const worker = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state)
  await expect.poll(worker, soon).toBe('activated')

  await context.setOffline(true)
  await page.reload()
  await page.locator('#app > *').first().waitFor()

  expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
  expect(errors).toEqual([])
}, 120_000)
