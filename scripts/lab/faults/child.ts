import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Victim } from './victim.ts'

const here = path.dirname(fileURLToPath(import.meta.url))

/** A script of this folder. It also ends when this process does. */
export class Child implements Victim {
  readonly #script: string
  readonly #env: NodeJS.ProcessEnv
  #process: ChildProcess | undefined
  /** The first line of its output, once it is ready. */
  ready: Promise<string>
  isReady = false

  constructor(script: string, env: NodeJS.ProcessEnv) {
    this.#script = path.join(here, script)
    this.#env = { ...process.env, ...env }
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
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async #start(): Promise<string> {
    const child = spawn(process.execPath, [this.#script], { env: this.#env, stdio: ['pipe', 'pipe', 'inherit'] })
    this.#process = child
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${this.#script} ended`)
    })
    const [line] = await Promise.race([once(child.stdout, 'data'), ended])
    ended.catch(() => {})
    this.isReady = this.#process === child
    return String(line).trim()
  }
}
