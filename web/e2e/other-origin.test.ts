import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { buildInto } from '../../scripts/web/build.ts'
import { startBrowser } from './browser.ts'
import { enter, goTo, newEmail, openDevice } from './testing/person.ts'
import { servePlainFiles } from './testing/plain-files.ts'
import { startSystem } from './testing/system.ts'

// A static file server serves the client at one origin; the functions run at another one.
const folder = mkdtempSync(path.join(tmpdir(), 'zerodue-elsewhere-'))
const files = await servePlainFiles(folder)
const [system, browser] = await Promise.all([startSystem({ WEB_ORIGINS: files.address }), startBrowser()])
await buildInto(folder, system.address)
afterAll(async () => {
  await browser.close()
  files.close()
  rmSync(folder, { recursive: true, force: true })
})
const soon = { timeout: 20_000, interval: 50 }

test('a client that a static file server hosts at another origin signs up and syncs with another device', async () => {
  const email = newEmail()
  const [laptop, phone] = [await openDevice(browser, files.address), await openDevice(browser, files.address)]
  const origins = new Set<string>()
  laptop.page.on('request', request => origins.add(new URL(request.url()).origin))
  await enter(laptop, 'sign-up', email)
  await enter(phone, 'sign-in', email)
  await Promise.all([goTo(laptop, 'no-date'), goTo(phone, 'no-date')])

  await laptop.add('From here')
  await expect.poll(() => phone.titles(), soon).toEqual(['From here'])
  await phone.add('Over there')
  await expect.poll(async () => (await laptop.titles()).sort(), soon).toEqual(['From here', 'Over there'])
  await laptop.page.reload()
  await expect.poll(async () => (await laptop.titles()).sort(), soon).toEqual(['From here', 'Over there'])

  expect([...origins].sort()).toEqual([files.address, system.address].sort())
  expect([...laptop.complaints, ...phone.complaints]).toEqual([])
})

test('a page of an origin outside WEB_ORIGINS gets no answer', async () => {
  const other = await servePlainFiles(folder)
  const page = await (await browser.newContext()).newPage()
  await page.goto(other.address)
  const status = await page.evaluate(async address => {
    const answer = await fetch(`${address}/api/profile`).catch(() => undefined)
    return answer?.status
  }, system.address)
  expect(status).toBeUndefined()
  other.close()
})
