import type { Server } from 'node:http'
import type { Hono } from 'hono'
import { DateTime } from 'luxon'
import { forWeb } from '../kit/http/cors.ts'
import { close, listen, urlHost } from '../kit/http/serve.ts'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { createApp, startingApp } from './app.ts'
import { type Database, startDatabase } from './database.ts'
import { demo } from './demo.ts'
import { type LaptopFunctions, mountFunctions } from './functions.ts'
import { holdDataFolder } from './hold-data-folder.ts'
import type { Options } from './options.ts'
import { secretsIn } from './secrets.ts'
import { webFolder } from './web/web-folder.ts'

/** Values of HOST for which a browser on this computer can use `localhost`. */
const localHosts = ['127.0.0.1', '0.0.0.0', '::']

/** How long a shutdown waits for the last requests; then it closes their connections. */
const drainMs = 1_500

/** Starts everything of `npm start`, and stops what has started so far. */
export class Running {
  #server: Server | undefined
  #database: Database | undefined
  #functions: LaptopFunctions | undefined
  #app: Pick<Hono, 'fetch'> = startingApp()

  /** Answers the lines for the terminal. Takes the port first, so that nothing is created if another program has it. */
  async start(options: Options): Promise<string[]> {
    const { port, host, home } = options
    const address = `http://${localHosts.includes(host) ? 'localhost' : urlHost(host)}:${port}`
    await holdDataFolder(home, address)
    this.#server = await listenOn(port, host, { fetch: (...args) => this.#app.fetch(...args) })
    // The build runs in parallel: only the first visitor of the page may have to wait for it.
    const folder = webFolder()
    const defaults = { ...secretsIn(home), PUBLIC_URL: address }
    this.#database = await startDatabase(options)
    const here = `http://${localHosts.includes(host) ? '127.0.0.1' : urlHost(host)}:${port}`
    this.#functions = await mountFunctions(this.#database.url, here, { ...defaults, ...nonEmpty(process.env) })
    const app = createApp(this.#functions.functions, { folder })
    const account = options.demo ? await demo(app, home, DateTime.local()) : undefined
    this.#app = forWeb(app, this.#functions.webOrigins)
    this.#functions.begin()
    return [
      `Zerodue runs at ${address} (everything is kept in ${home}; Ctrl-C ends it)`,
      ...(account ? [`Sign in as ${account.email} with the password ${account.password}`] : []),
    ]
  }

  async stop(): Promise<void> {
    const server = this.#server
    if (server) {
      const limit = setTimeout(() => server.closeAllConnections(), drainMs)
      const closed = close(server)
      this.#functions?.stop()
      await closed
      clearTimeout(limit)
    }
    await this.#functions?.close()
    await this.stopDatabase()
  }

  async stopDatabase(): Promise<void> {
    await this.#database?.stop()
  }
}

/** An empty variable counts as absent, so that it does not hide a default. */
const nonEmpty = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value))

async function listenOn(port: number, host: string, app: Pick<Hono, 'fetch'>): Promise<Server> {
  try {
    return await listen(app, { port, host })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new CannotStart(
        `Port ${port} is taken by another program: choose another one, such as PORT=${port === 8081 ? 8082 : 8081} npm start.`,
      )
    if (code === 'EACCES')
      throw new CannotStart(`Only root may use port ${port}: choose a port above 1023, such as PORT=8080 npm start.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CannotStart(
        `HOST=${host} is no address of this computer: leave it out, or use 0.0.0.0 for all of them.`,
      )
    throw error
  }
}
