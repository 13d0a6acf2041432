import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from './browser.ts'
import { type Device, enter, newEmail, openDevice, password } from './testing/person.ts'
import { startSystem } from './testing/system.ts'

const [{ address }, browser] = await Promise.all([startSystem({ OAUTH_REGISTRATION: 'true' }), startBrowser()])

/** A program on this computer: it takes the answer that the browser brings. */
const answers: URLSearchParams[] = []
const program = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  if (pathname === '/back') answers.push(searchParams)
  response.setHeader('content-type', 'text/html').end('<title>The program</title>')
})
let redirectUri = ''
let clientId = ''
beforeAll(async () => {
  await new Promise<void>(resolve => program.listen(0, '127.0.0.1', resolve))
  redirectUri = `http://127.0.0.1:${(program.address() as AddressInfo).port}/back`
  const registered = await fetch(`${address}/api/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Task \u202eHelper', redirect_uris: [redirectUri] }),
  })
  clientId = (await registered.json()).client_id
})
afterAll(async () => {
  await browser.close()
  program.close()
})

const verifier = randomBytes(32).toString('base64url')
const questionOf = (more: Record<string, string> = {}) =>
  `${address}/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'a b+c',
    ...more,
  })}`

const token = async (form: Record<string, string>) => {
  const answer = await fetch(`${address}/api/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  return { status: answer.status, ...(await answer.json()) }
}

const button = ({ page }: Device, name: string) => page.getByRole('button', { name, exact: true })

/** The answer that the program gets as soon as the browser is there. */
async function answer({ page }: Device): Promise<URLSearchParams> {
  await page.waitForURL(url => url.href.startsWith(redirectUri))
  return answers.at(-1) ?? new URLSearchParams()
}

async function decide(device: Device, name: 'Allow' | 'Do not allow'): Promise<URLSearchParams> {
  await button(device, name).click()
  return answer(device)
}

test('a program connects by the page of consent, is listed, and loses its tokens when it is disconnected', async () => {
  const device = await openDevice(browser, questionOf())
  const { page } = device
  await page.getByText('A program asks for access to your tasks. Sign in to decide.').waitFor()
  await page.locator('.account-other').getByRole('button').click()
  await page.locator('#email').fill(newEmail())
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.locator('button[type=submit]').click()
  await button(device, 'Allow').waitFor()
  expect(page.url()).toBe(questionOf())
  expect(await page.locator('.consent-name').innerText()).toBe('Task Helper')
  await page.getByText('Not verified.').waitFor()
  await page.getByRole('switch').uncheck()
  const allowed = await decide(device, 'Allow')
  expect([allowed.get('state'), allowed.get('iss')]).toEqual(['a b+c', address])

  const tokens = await token({
    grant_type: 'authorization_code',
    code: allowed.get('code') ?? '',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  })
  expect(tokens).toMatchObject({ status: 200, scope: 'read', token_type: 'Bearer' })

  await page.goto(`${address}/#/connect`)
  const listed = page.locator('.setting-list li')
  expect(await listed.locator('.what').innerText()).toMatch(/Task Helper\s+not verified · read\s+since/)
  await page.getByText(`${address}/mcp`, { exact: true }).waitFor()
  await listed.getByRole('button', { name: 'Disconnect' }).click()
  await page.locator('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click()
  await page.getByText('No program is connected.').waitFor()
  const refreshed = await token({
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token,
    client_id: clientId,
  })
  expect(refreshed).toMatchObject({ status: 400, error: 'invalid_grant' })
  expect(device.complaints).toEqual([])
  await device.leave()
})

test('a no reaches the program, and a request with a fault returns at once', async () => {
  const device = await openDevice(browser, address)
  await enter(device, 'sign-up', newEmail())
  await device.page.goto(questionOf())
  const denied = await decide(device, 'Do not allow')
  expect([denied.get('error'), denied.get('code')]).toEqual(['access_denied', null])
  await device.page.goto(questionOf({ code_challenge_method: 'plain' }), { waitUntil: 'commit' })
  expect((await answer(device)).get('error')).toBe('invalid_request')
  expect(device.complaints).toEqual([])
  await device.leave()
})

test('an address that the program did not register gets nothing', async () => {
  const device = await openDevice(browser, address)
  await enter(device, 'sign-up', newEmail())
  const before = answers.length
  await device.page.goto(questionOf({ redirect_uri: redirectUri.replace('/back', '/elsewhere') }))
  await device.page.getByRole('heading', { name: 'This program cannot be connected' }).waitFor()
  expect(await device.page.locator('main a').count()).toBe(0)
  expect(answers.length).toBe(before)
  await device.leave()
})

test('without a network the page of consent says so and goes on when there is one', async () => {
  const device = await openDevice(browser, address)
  await enter(device, 'sign-up', newEmail())
  await device.page.goto(questionOf())
  await button(device, 'Allow').waitFor()
  await device.context.setOffline(true)
  await button(device, 'Allow').click()
  await device.page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
  await device.context.setOffline(false)
  expect((await decide(device, 'Allow')).get('code')).toMatch(/^zdc_/)
  await device.leave()
})
