import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll } from 'vitest'
import { quickDisk } from '../../../functions/shared/testing/new-folder.ts'
import { root } from '../../../scripts/start/root.ts'
import { freePort } from '../../../scripts/testing/zerodue.ts'

export interface System {
  address: string
  /** At once, without a word. */
  kill(): Promise<void>
  /** With the same data, at the same address. */
  start(): Promise<void>
}

/** Zerodue as `npm start` starts it, for all tests of a file. */
export async function startSystem(more: NodeJS.ProcessEnv = {}): Promise<System> {
  const home = mkdtempSync(path.join(quickDisk ?? tmpdir(), 'zerodue-web-'))
  const env = { ...process.env, DATABASE_URL: '', ZERODUE_HOME: home, PORT: await freePort(), ...more }
  let child: ChildProcess | undefined

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  const system: System = {
    address: `http://localhost:${env.PORT}`,
    kill: () => end('SIGKILL'),
    async start() {
      const args = ['--disable-warning=ExperimentalWarning', path.join(root, 'scripts/start.ts')]
      const started = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
      child = started
      process.once('exit', () => started.kill('SIGKILL'))
      for await (const line of createInterface({ input: started.stdout })) {
        if (line.startsWith('Zerodue runs')) break
      }
      started.stdout.resume()
      if (started.exitCode !== null) throw new Error(`npm start ended with ${started.exitCode}`)
    },
  }
  afterAll(async () => {
    await end('SIGTERM')
    rmSync(home, { recursive: true, force: true })
  })
  await system.start()
  return system
}
