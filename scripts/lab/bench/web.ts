import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { webClient } from '../../../functions/kit/http/web-client.ts'
import { chromiumPath, startBrowser } from '../../../web/e2e/browser.ts'
import { startStandIn } from '../../../web/e2e/stand-in-server.ts'
import { buildWeb } from '../../web/build.ts'
import { lighthouse } from '../platform/lighthouse.ts'
import { figure, quantile } from './parts/figure.ts'
import { addToScreen, longTasksWhileScrolling, measureIn } from './parts/in-browser.ts'

/** The size of the web client, and its speed with ten thousand tasks in one list. */
export async function bench(): Promise<void> {
  await firstLoad()
  await feel()
}

async function firstLoad(): Promise<void> {
  const folder = await buildWeb()
  const app = new Hono().get('/api/*', c => c.json({ title: 'Sign in.', status: 401, code: 'not-signed-in' }, 401))
  app.use(webClient({ folder }))
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`

  const browser = await startBrowser()
  const page = await browser.newPage()
  const scripts = new Set<string>()
  page.on('request', request => request.resourceType() === 'script' && scripts.add(new URL(request.url()).pathname))
  await page.goto(url)
  await page.locator('.welcome').waitFor()
  await browser.close()
  const sizes = [...scripts].map(name => gzipSync(readFileSync(path.join(folder, name)), { level: 9 }).length)
  const kilobytes = sizes.reduce((a, b) => a + b, 0) / 1024
  figure('script until the first screen, gzip', `${kilobytes.toFixed(1)} KB`, '<= 60 KB', kilobytes <= 60)

  const scores = await (await lighthouse())(url, await chromiumPath())
  for (const [category, score] of Object.entries(scores))
    figure(`Lighthouse, ${category}`, String(score), '>= 95', score >= 95)
  await new Promise(resolve => server.close(resolve))
}

async function feel(): Promise<void> {
  const server = await startStandIn()
  const browser = await startBrowser()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await measureIn(page)
  await page.goto(`${server.address}?tasks=10000`)
  await page.locator('.row').first().waitFor()

  const longMs = await longTasksWhileScrolling(page)
  const longest = longMs.length ? `, the longest ${Math.round(Math.max(...longMs))} ms` : ''
  figure('tasks > 50 ms while 10,000 rows are scrolled', `${longMs.length}${longest}`, '0', longMs.length === 0)

  const added = await addToScreen(page, 20)
  const p95 = quantile(added, 0.95)
  figure('from Enter to the task on the screen, with 10,000 tasks, p95', `${p95.toFixed(1)} ms`, '<= 50 ms', p95 <= 50)
  await browser.close()
  await server.close()
}
