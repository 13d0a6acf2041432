import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { startBrowser } from './browser.ts'
import { newEmail, password } from './testing/person.ts'
import { startSystem } from './testing/system.ts'
import { watchedPage } from './watched-page.ts'

const { address } = await startSystem()
const browser = await startBrowser()
afterAll(() => browser.close())

test('/docs shows every route and event, and sends requests as the person who is signed in', async () => {
  const { page, complaints, close } = await watchedPage(browser, address)
  await page.goto(`${address}/docs`)
  await page.getByRole('heading', { name: 'The API of Zerodue' }).waitFor()
  const document = await (await fetch(`${address}/openapi.json`)).json()
  const routes = Object.values(document.paths as Record<string, object>).flatMap(path => Object.keys(path))
  expect(await page.locator('#http details').count()).toBe(routes.length)
  await page.locator('summary', { hasText: 'zerodue.task.completed.v1' }).click()
  await page.getByText('"status": "done"').first().waitFor()

  const body = JSON.stringify({ email: newEmail(), password, name: 'Ana' })
  const signedUp = await page.evaluate(
    async body =>
      (
        await fetch('/api/auth/sign-up/email', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        })
      ).status,
    body,
  )
  expect(signedUp).toBe(200)
  const create = page.locator('#http details', { has: page.locator('summary', { hasText: 'Create a task' }) })
  await create.locator('summary').click()
  await create.locator('textarea').fill('{"title":"From the documents"}')
  await create.getByRole('button', { name: 'Send' }).click()
  await create.locator('output strong', { hasText: '201' }).waitFor()
  expect(await create.locator('output pre').innerText()).toContain('From the documents')

  expect(await violations(page)).toEqual([])
  expect(complaints).toEqual([])
  for (const [name, width] of Object.entries({ phone: 360, tablet: 768, desktop: 1440 })) {
    await page.setViewportSize({ width, height: 900 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true)
    if (process.env.PICTURES) writeFileSync(`${process.env.PICTURES}/docs-${name}.png`, await page.screenshot())
  }
  await close()
}, 120_000)

test('/asyncapi.json and the schema of each event are served beside the page', async () => {
  const document = await (await fetch(`${address}/asyncapi.json`)).json()
  const types = Object.keys(document.components.messages)
  expect(types.length).toBeGreaterThan(20)
  for (const type of types) expect((await fetch(`${address}/schemas/events/${type}.json`)).status, type).toBe(200)
})
