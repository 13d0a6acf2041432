import type { Server } from 'node:http'
import type { Hono } from 'hono'
import { DateTime } from 'luxon'
import { forWeb } from '../kit/http/cors.ts'
import { close, listen, urlHost } from '../kit/http/serve.ts'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { createApp, startingApp } from './app.ts'
import { type Database, startDatabase } from './database.ts'
import { demo } from './demo.ts'
import { type AllMounted, mountFunctions } from './functions.ts'
import { holdAlone } from './only-one.ts'
import type { Options } from './options.ts'
import { secretsIn } from './secrets.ts'
import { webFolder } from './web/web-folder.ts'

/** Addresses to listen on that a browser on this computer calls by a friendlier name. */
const everyday = ['127.0.0.1', '0.0.0.0', '::']

/** How long the last requests may take. A stream never ends by itself. */
const drainMs = 1_500

/** Everything that `npm start` has opened so far, and how it is closed. */
export class Running {
  #server: Server | undefined
  #database: Database | undefined
  #mounted: AllMounted | undefined
  #app: Pick<Hono, 'fetch'> = startingApp()

  /** Answers what there is to say. The port comes first: nothing is made when it is taken, and nobody takes it later. */
  async start(options: Options): Promise<string[]> {
    const { port, host, home } = options
    const address = `http://${everyday.includes(host) ? 'localhost' : urlHost(host)}:${port}`
    await holdAlone(home, address)
    this.#server = await listenOrSay({ fetch: (...args) => this.#app.fetch(...args) }, port, host)
    // Built beside everything else: only who opens the page may have to wait for it.
    const folder = webFolder()
    const made = { ...secretsIn(home), PUBLIC_URL: address }
    this.#database = await startDatabase(options)
    const eventsAt = `http://${everyday.includes(host) ? '127.0.0.1' : urlHost(host)}:${port}`
    this.#mounted = await mountFunctions(this.#database.url, eventsAt, { ...made, ...given(process.env) })
    const app = createApp(this.#mounted.functions, { folder })
    const account = options.demo ? await demo(app, home, DateTime.local()) : undefined
    this.#app = forWeb(app, this.#mounted.webOrigins)
    this.#mounted.begin()
    return [
      `Zerodue runs at ${address} (everything is kept in ${home}; Ctrl-C ends it)`,
      ...(account ? [`Sign in as ${account.email} with the password ${account.password}`] : []),
    ]
  }

  async stop(): Promise<void> {
    const server = this.#server
    if (server) {
      const cut = setTimeout(() => server.closeAllConnections(), drainMs)
      const closed = close(server)
      this.#mounted?.stop()
      await closed
      clearTimeout(cut)
    }
    await this.#mounted?.close()
    await this.stopDatabase()
  }

  async stopDatabase(): Promise<void> {
    await this.#database?.stop()
  }
}

/** What somebody set themselves. An empty variable counts as absent. */
const given = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value))

async function listenOrSay(app: Pick<Hono, 'fetch'>, port: number, host: string): Promise<Server> {
  try {
    return await listen(app, { port, host })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new CannotStart(
        `Port ${port} is taken by another program: choose another one, such as PORT=${port === 8081 ? 8082 : 8081} npm start.`,
      )
    if (code === 'EACCES')
      throw new CannotStart(
        `Port ${port} is not for ordinary users: choose one above 1023, such as PORT=8080 npm start.`,
      )
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CannotStart(
        `HOST=${host} is no address of this computer: leave it out, or use 0.0.0.0 for all of them.`,
      )
    throw error
  }
}
