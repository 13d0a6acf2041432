import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../../functions/kit/root.ts'

export interface System {
  address: string
  /** The folder of its data. */
  home: string
  /** SIGKILL: no shutdown. */
  kill(): Promise<void>
  /** Restarts with the same data at the same address. */
  start(): Promise<void>
  /** Shuts down and deletes the data. */
  end(): Promise<void>
}

interface Options {
  /** The parent of its folder. */
  parent?: string
  settings?: Record<string, string>
}

/** Zerodue as `npm start` runs it, in a process and a folder of its own. */
export async function launch(port: string, { parent = tmpdir(), settings = {} }: Options = {}): Promise<System> {
  const home = mkdtempSync(path.join(parent, 'zerodue-web-'))
  const env = { ...process.env, DATABASE_URL: '', ZERODUE_HOME: home, PORT: port, ...settings }
  let child: ChildProcess | undefined

  async function signal(name: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode) return
    const ended = once(child, 'exit')
    child.kill(name)
    await ended
  }

  const system: System = {
    home,
    address: `http://localhost:${port}`,
    kill: () => signal('SIGKILL'),
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
    async end() {
      await signal('SIGTERM')
      rmSync(home, { recursive: true, force: true })
    },
  }
  await system.start()
  return system
}
