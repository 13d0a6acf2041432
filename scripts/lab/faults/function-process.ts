import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../../../functions/kit/root.ts'
import { type Server, startServer } from '../platform/server.ts'
import type { Victim } from './victim.ts'

interface Of {
  name: string
  port: number
  env: NodeJS.ProcessEnv
  /** Where what it says is kept. */
  folder: string
}

/** A function as it runs in a cluster: in a process of its own, at the same port again after each end. */
export class FunctionProcess implements Victim {
  readonly name: string
  readonly address: string
  readonly #of: Of
  #server: Server | undefined
  ready: Promise<string>
  isReady = false

  constructor(of: Of) {
    this.#of = of
    this.name = of.name
    this.address = `http://127.0.0.1:${of.port}`
    this.ready = this.#start()
  }

  async killAndRestart(): Promise<void> {
    await this.end()
    this.ready = this.#start()
    // Whoever needs it waits for it; a start that is killed too is no fault.
    this.ready.catch(() => {})
  }

  async end(): Promise<void> {
    this.isReady = false
    await this.#server?.kill()
  }

  async #start(): Promise<string> {
    const { name, port, env, folder } = this.#of
    const server = startServer({
      command: process.execPath,
      args: [path.join(root, 'scripts', 'run.ts'), name],
      cwd: root,
      env: { ...env, PORT: String(port), LOG_LEVEL: 'warn' },
      log: path.join(folder, `${name}-${port}.log`),
    })
    this.#server = server
    const ended = new AbortController()
    server.says(/(?!)/).catch(() => ended.abort(new Error(`${name} ended`)))
    while (!(await this.#answers())) await pause(10, undefined, { signal: ended.signal })
    this.isReady = this.#server === server
    return this.address
  }

  async #answers(): Promise<boolean> {
    return fetch(`${this.address}/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  }
}
