import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { JSONWebKeySet } from 'jose'
import { freePort } from '../../kit/http/free-port.ts'
import { root } from '../../kit/root.ts'

const program = path.join(root, 'scripts', 'run.ts')

/** What every relay of one run is told. */
export interface Shared {
  databaseUrl: string
  deliverySecret: string
  issuer: string
  jwksUrl: string
}

/** Where relays find the keys by which they verify tokens. */
export async function keyServer(jwks: JSONWebKeySet): Promise<{ url: string; close(): void }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(jwks))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** sync-relay in a process of its own, as a cluster runs it. It can be killed at any moment and comes back at the same address. */
export class RelayProcess {
  readonly address: string
  readonly #env: NodeJS.ProcessEnv
  #child: ChildProcess | undefined

  private constructor(port: number, shared: Shared, more: NodeJS.ProcessEnv) {
    this.address = `http://127.0.0.1:${port}`
    this.#env = {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: shared.databaseUrl,
      EVENTS: 'kafka',
      KAFKA_BROKERS: '127.0.0.1:1',
      EVENTS_SECRET: shared.deliverySecret,
      JWT_ISSUER: shared.issuer,
      JWKS_URL: shared.jwksUrl,
      LOG_LEVEL: 'warn',
      ...more,
    }
  }

  static async start(shared: Shared, more: NodeJS.ProcessEnv = {}): Promise<RelayProcess> {
    const relay = new RelayProcess(await freePort(), shared, more)
    await relay.start()
    return relay
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  async start(): Promise<void> {
    const args = ['--disable-warning=ExperimentalWarning', program, 'sync-relay']
    const child = spawn(process.execPath, args, { env: this.#env, stdio: ['ignore', 'ignore', 'inherit'] })
    this.#child = child
    // Whoever started it may fail: nothing is left running.
    process.once('exit', () => child.kill('SIGKILL'))
    while (child.exitCode === null && child.signalCode === null) {
      const ready = await fetch(`${this.address}/ready`).then(
        ({ status }) => status === 200,
        () => false,
      )
      if (ready) return
      await new Promise(later => setTimeout(later, 25))
    }
    throw new Error(`sync-relay ended with ${child.exitCode ?? child.signalCode}`)
  }

  /** At once and without a word. */
  kill = () => this.#end('SIGKILL')
  /** As a platform does it. */
  stop = () => this.#end('SIGTERM')

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}
