import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { build } from 'vite'
import { webClient } from '../../functions/kit/http/web-client.ts'

const web = path.resolve(import.meta.dirname, '..')

export interface StandInServer {
  /** The address of the screens over a stand-in client. */
  address: string
  close(): Promise<void>
}

/** Builds and serves the screens like the product, with the same policy. */
export async function startStandIn(): Promise<StandInServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zerodue-screens-'))
  await build({
    configFile: path.join(web, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, rolldownOptions: { input: path.join(web, 'view', 'testing', 'index.html') } },
  })
  const app = new Hono()
  app.get('/', c => c.redirect('/view/testing/index.html'))
  // The page of a program that asked for access. An empty answer leaves the browser where it is.
  app.get('/back', c => c.body(null, 204))
  // Every path of a screen gets this page.
  copyFileSync(path.join(folder, 'view/testing/index.html'), path.join(folder, 'index.html'))
  app.use(webClient({ folder }))
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/view/testing/index.html`,
    async close() {
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
