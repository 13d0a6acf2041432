import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { webClient } from './web-client.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zerodue-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(path.join(folder, 'assets'))
const files = {
  'index.html': '<!doctype html>the page',
  'worker.js': 'worker',
  'assets/index-abc.js': 'plain',
  'assets/index-abc.js.br': 'brotli',
  'assets/index-abc.js.gz': 'gzip',
}
for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content)

const app = new Hono().get('*', webClient({ folder: Promise.resolve(folder), connectTo: ['https://relay.example'] }))
const browser = { accept: 'text/html,application/xhtml+xml' }

test.each(['/', '/today', '/tag/home', '/tag/گھر'])('%s answers the page', async address => {
  const answer = await app.request(encodeURI(address), { headers: browser })

  expect(await answer.text()).toBe('<!doctype html>the page')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
})

test('the content security policy forbids inline code, other origins, and text as markup', async () => {
  const policy = (await app.request('/', { headers: browser })).headers.get('content-security-policy')

  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).toContain("connect-src 'self' https://relay.example")
})

test('a file with a hash in its name is cached for ever, in the best encoding that the browser accepts', async () => {
  const get = (encoding: string) => app.request('/assets/index-abc.js', { headers: { 'accept-encoding': encoding } })

  expect(await (await get('gzip, br')).text()).toBe('brotli')
  expect(await (await get('gzip')).text()).toBe('gzip')
  const plain = await get('identity')
  expect(await plain.text()).toBe('plain')
  expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test('a file that keeps its name is revalidated, and sent again only when it changed', async () => {
  const first = await app.request('/worker.js')
  const again = await app.request('/worker.js', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })

  expect(await first.text()).toBe('worker')
  expect(again.status).toBe(304)
})

test.each(['/assets/gone.js', '/gone.png', '/api/nothing', '/../package.json', '/%2e%2e/package.json'])(
  '%s is 404 and does not answer the page',
  async address => {
    expect((await app.request(address, { headers: browser })).status).toBe(404)
  },
)
