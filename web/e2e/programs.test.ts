import { expect, test } from 'vitest'
import { show } from './show.ts'
import { standInBrowser } from './testing/stand-in.ts'

const { address, watch } = await standInBrowser()
const watched = await watch()
const { page } = watched

const english = { language: 'en', theme: 'light' } as const
const button = (name: string) => page.getByRole('button', { name, exact: true })
const focused = () => page.evaluate(() => document.activeElement?.textContent)
const connect = { name: 'programs', hash: '#/connect', shows: '.setting-list li' }
const listed = () => page.locator('.setting-list .what > span').allInnerTexts()

test('a connected program is disconnected after a question, and the focus stays on the list', async () => {
  await show(page, address, connect, english)
  const first = page.locator('.setting-list li').first()
  expect(await first.locator('.what').innerText()).toMatch(
    /Claude\s+claude\.ai · read and write\s+since .* · last used/,
  )
  await first.getByRole('button', { name: 'Disconnect' }).click()
  await button('Cancel').click()
  expect(await focused()).toBe('Disconnect')
  expect((await listed())[0]).toBe('Claude')
  await first.getByRole('button', { name: 'Disconnect' }).click()
  await page.locator('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click()
  await expect.poll(listed).toEqual(['کاموں کا مددگار'])
  expect(await focused()).toBe('Connected programs')
  await page.locator('[aria-live]', { hasText: /^Disconnected/ }).waitFor({ state: 'attached' })
})

test('each line for a client is copied as it is shown', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await show(page, address, connect, english)
  const copied = async (label: string) => {
    await button(`Copy: ${label}`).click()
    await button(`Copied: ${label}`).waitFor()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  expect(await copied('Your address')).toBe('https://zerodue.example/mcp')
  expect(await copied('Claude Code')).toBe('claude mcp add --transport http zerodue https://zerodue.example/mcp')
  expect(JSON.parse(await copied('Cursor'))).toEqual({
    mcpServers: { zerodue: { url: 'https://zerodue.example/mcp' } },
  })
})

test('a text that the browser does not copy is selected instead', async () => {
  await show(page, address, connect, english)
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await button('Copy: Your address').click()
  await page.getByText('Select the text and copy it.').waitFor()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('https://zerodue.example/mcp')
})

test('the header for a client that cannot sign in holds a token that is made there', async () => {
  await show(page, address, connect, english)
  await page.getByLabel('Name', { exact: true }).fill('Script')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('.once code').innerText()).toBe('Authorization: Bearer zd_8f3kq…')
})

test('the page of programs says when nothing is connected, when the server fails, and when there is no network', async () => {
  const text = () => page.locator('.settings').innerText()
  const other = (programs: string, shows: string) =>
    show(page, address, { ...connect, query: { programs }, shows }, english)
  await other('none', '.connect-client')
  await expect.poll(text).toContain('No program is connected.')
  await other('away', '.settings-wrong')
  expect(await text()).toContain('Something went wrong on the server.')
  await button('Try again').click()
  await expect.poll(listed).toHaveLength(2)
  await other('offline', '.settings-wrong')
  expect(await text()).toContain('The server cannot be reached.')
  expect(await page.locator('.copyable').count()).toBe(0)
})

test('the settings lead to the page of programs and back', async () => {
  await show(page, address, { name: 'settings', hash: '#/settings', shows: '.settings-keys' }, english)
  await button('Connect programs').click()
  await page.getByRole('heading', { name: 'Connect programs', level: 1 }).waitFor()
  await page.locator('main').getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  expect(watched.complaints).toEqual([])
})
