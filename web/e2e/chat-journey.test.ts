import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { chat } from '../view/words/en/chat.ts'
import { chat as urdu } from '../view/words/ur/chat.ts'
import { startBrowser } from './browser.ts'
import { type Device, enter, newEmail, openDevice } from './testing/person.ts'
import { startSystem } from './testing/system.ts'

const [{ address }, browser] = await Promise.all([startSystem(), startBrowser()])
afterAll(() => browser.close())

async function signedUp(): Promise<Device> {
  const device = await openDevice(browser, address)
  await enter(device, 'sign-up', newEmail())
  return device
}

async function openChat({ page }: Device): Promise<void> {
  await page.locator('.skip-link').focus()
  await page.keyboard.press('a')
  await page.locator('#chat-field').waitFor()
}

async function say({ page }: Device, line: string): Promise<void> {
  const turns = await page.locator('.chat-turn').count()
  await page.locator('#chat-field').fill(line)
  await page.locator('.composer-send:enabled').click()
  await page.locator('.chat-turn').nth(turns).waitFor()
  await page.locator('.chat-turns[aria-busy=false]').waitFor()
}

const button = ({ page }: Device, name: string) => page.locator('.chat').getByRole('button', { name, exact: true })

test('what the assistant adds is in the list, its undo takes it back, and a deletion waits for “Do it”', async () => {
  const device = await signedUp()
  await openChat(device)
  await say(device, 'add Buy stamps today')
  await device.row('Buy stamps').waitFor()
  await button(device, chat.undo).click()
  await device.row('Buy stamps').waitFor({ state: 'detached' })
  await say(device, 'add Call mum today')
  await device.row('Call mum').waitFor()
  await say(device, 'delete Call mum')
  await button(device, chat.yes).waitFor()
  expect(await device.titles()).toEqual(['Call mum'])
  await button(device, chat.yes).click()
  await device.row('Call mum').waitFor({ state: 'detached' })
  expect(device.complaints).toEqual([])
  await device.leave()
}, 300_000)

test('a message whose answer is cut is sent again and acts once', async () => {
  const device = await signedUp()
  let requests = 0
  await device.page.route('**/api/chat', async route => {
    requests++
    const response = await route.fetch()
    const body = await response.text()
    await route.fulfill({ response, body: requests === 1 ? body.slice(0, body.indexOf('event: done')) : body })
  })
  await openChat(device)
  await say(device, 'add Pay rent today')
  await button(device, chat.undo).waitFor()
  await device.row('Pay rent').waitFor()
  expect(requests).toBe(2)
  expect(await device.titles()).toEqual(['Pay rent'])
  await device.leave()
}, 300_000)

test('a conversation is there after a reload, and the export of everything holds it', async () => {
  const device = await signedUp()
  const { page } = device
  await openChat(device)
  await say(device, 'What is overdue?')
  await page.reload()
  await page.locator('.shell').waitFor()
  await openChat(device)
  await button(device, chat.history).click()
  await page.locator('.conversation-open').first().click()
  await page.locator('.chat-turn .said', { hasText: 'What is overdue?' }).waitFor()
  await page.evaluate(`location.hash = '#/settings'`)
  const downloads = page.waitForEvent('download')
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  const file = JSON.parse(readFileSync(await (await downloads).path(), 'utf8'))
  expect(file.conversations).toHaveLength(1)
  expect(file.conversations[0].turns[0].said).toBe('What is overdue?')
  expect(device.complaints).toEqual([])
  await device.leave()
}, 300_000)

test('the assistant understands every suggestion in both languages, and none of them changes a task', async () => {
  const device = await signedUp()
  const toolsFor = (text: string) =>
    device.page.evaluate(async said => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'idempotency-key': crypto.randomUUID(),
      }
      const body = JSON.stringify({ text: said })
      const response = await fetch('/api/chat?dryRun=true', { method: 'POST', headers, body })
      const { calls } = (await response.json()) as { calls: { tool: string }[] }
      return calls.map(({ tool }) => tool)
    }, text)
  const { help, ...questions } = chat.suggest
  const { help: helpInUrdu, ...questionsInUrdu } = urdu.suggest
  for (const text of [...Object.values(questions), ...Object.values(questionsInUrdu)])
    expect(new Set(await toolsFor(text)), text).toEqual(new Set(['list_tasks']))
  for (const text of [help, helpInUrdu]) expect(await toolsFor(text)).toEqual([])
  await device.leave()
}, 300_000)
