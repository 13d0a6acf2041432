import { expect, test } from 'vitest'
import { show } from './show.ts'
import { standInBrowser } from './testing/stand-in.ts'

const { address, watch } = await standInBrowser()
const watched = await watch()
const { page } = watched

const english = { language: 'en', theme: 'light' } as const
const ask = (client: string, query: Record<string, string> = {}) =>
  show(
    page,
    address,
    {
      name: client,
      path: '/authorize',
      query: { client_id: client, state: 'a b+c', ...query },
      shows: '.account-form',
    },
    english,
  )
const button = (name: string) => page.getByRole('button', { name, exact: true })
const focused = () => page.evaluate(() => document.activeElement?.textContent)
const decided = () => page.evaluate(() => (globalThis as unknown as { decided: { query: string }[] }).decided)
/** The address that the page leaves for. */
const exit = async (leave: () => Promise<unknown>) => {
  const request = page.waitForRequest(sent => new URL(sent.url()).pathname === '/back')
  await leave()
  return new URL((await request).url()).search
}

test('a program gets what the person leaves on, once, however often the button is pressed', async () => {
  await ask('verified')
  const query = new URL(page.url()).search.slice(1)
  expect(await focused()).toBe('Allow a program to use your tasks?')
  expect(await page.locator('.consent-facts').innerText()).toMatch(
    /Program\s+Claude\s+Confirmed by\s+claude\.ai\s+Signed in as\s+ana@example\.com\s+Afterwards your browser opens\s+claude\.ai/,
  )
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  expect(
    await exit(() =>
      button('Allow').evaluate((allow: HTMLButtonElement) => {
        allow.click()
        allow.click()
      }),
    ),
  ).toBe('?code=zdc_1')
  expect(await decided()).toEqual([{ query, decision: 'allow', scopes: ['read'] }])
  expect(await focused()).toBe('Allowed')
  expect(await exit(() => button('Open the program').click())).toBe('?code=zdc_1')
  expect(watched.complaints).toEqual([])
})

test('both scopes are given unless one is turned off', async () => {
  await ask('verified')
  await exit(() => button('Allow').click())
  expect(await decided()).toMatchObject([{ decision: 'allow', scopes: ['read', 'write'] }])
})

test('a program that asks to read offers no switch', async () => {
  await ask('read-only')
  expect(await page.getByRole('switch').count()).toBe(0)
  expect(await page.getByText('add, change').count()).toBe(0)
  await exit(() => button('Allow').click())
  expect(await decided()).toMatchObject([{ decision: 'allow', scopes: ['read'] }])
})

test('the answer of a program that is not allowed carries no code', async () => {
  await ask('registered')
  await page.getByText('Not verified. Any program can use this name.').waitFor()
  await page.getByText('a program on this computer').waitFor()
  expect(await exit(() => button('Do not allow').click())).toBe('?error=access_denied')
  expect(await focused()).toBe('Not allowed')
})

test('a program cannot pass markup or a change of direction for words of the page', async () => {
  await ask('tricky')
  const name = page.locator('.consent-name bdi')
  expect(await name.innerText()).toMatch(/^<img src=x onerror=alert\(1\)> [^\u202e]{20,40}…$/)
  expect(await page.locator('.consent img, .consent a').count()).toBe(0)
  expect(watched.complaints).toEqual([])
})

test('signing in, or signing up, leads back to the question at the same address', async () => {
  for (const kind of ['Sign in', 'Sign up']) {
    await ask('verified', { account: 'none' })
    const asked = page.url()
    await page.getByText('A program asks for access to your tasks. Sign in to decide.').waitFor()
    expect(await button('Back').count()).toBe(0)
    if (kind === 'Sign up') await page.locator('.account-other').getByRole('button', { name: kind }).click()
    await page.getByRole('heading', { name: kind === 'Sign up' ? 'Create an account' : 'Sign in' }).waitFor()
    await page.fill('#email', 'bilal@example.com')
    await page.fill('[type=password]', 'correct horse')
    await page.keyboard.press('Enter')
    await button('Allow').waitFor()
    expect(page.url()).toBe(asked)
  }
})

test('a session that has ended asks to sign in again', async () => {
  await ask('ended')
  await page.fill('#email', 'ana@example.com')
  await page.fill('[type=password]', 'correct horse')
  await page.keyboard.press('Enter')
  await button('Allow').waitFor()
})

test('a request that cannot be decided goes back to the program at once', async () => {
  expect(await exit(() => ask('incomplete'))).toBe('?error=invalid_request')
  expect(await focused()).toBe('Back to the program')
})

test('an unknown program is explained without a link or a word of the request', async () => {
  await ask('https://evil.example/client')
  await page.getByRole('heading', { name: 'This program cannot be connected' }).waitFor()
  expect(await page.locator('main').innerText()).not.toContain('evil')
  expect(await page.locator('main a').count()).toBe(0)
  await button('Go to my tasks').click()
  await page.waitForURL(url => url.pathname === '/view/testing/index.html')
})

test('a decision that did not arrive says so and can be sent again', async () => {
  await ask('busy')
  await button('Allow').click()
  await page.getByRole('alert').waitFor()
  expect(await focused()).toBe('The server is busy. Try again in a moment.')
  expect(await exit(() => button('Allow').click())).toBe('?code=zdc_1')
})

test('without a network the page says so and asks again when the person asks', async () => {
  await ask('away')
  expect(await page.locator('main').innerText()).toContain('The server cannot be reached.')
  await button('Try again').click()
  await button('Allow').waitFor()
  expect(await focused()).toBe('Allow a program to use your tasks?')
})

test('the page opens no script that a server names as the address to go back to', async () => {
  await ask('unsafe')
  await button('Allow').click()
  await page.getByText('an address that this page does not open').waitFor()
  expect(watched.complaints).toEqual([])
})
