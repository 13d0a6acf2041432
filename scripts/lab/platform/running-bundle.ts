import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { loadFunction } from '../../../functions/kit/function-names.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { answers } from './server.ts'

export interface RunningBundle {
  address: string
  port: number
  child: ChildProcess
  /** Its error output so far. */
  errors(): string
  /** Sends the signal and resolves with the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts a function as its image does, with these settings and nothing else in its environment. It may not answer yet. */
export async function startBundle(
  dist: string,
  name: string,
  settings: Record<string, string> = {},
  nodeOptions: string[] = [],
): Promise<RunningBundle> {
  const port = await freePort()
  const args = [...nodeOptions, path.join(dist, 'start.cjs'), name]
  const env = { ...sampleSettings(await loadFunction(name)), ...settings, PORT: String(port) }
  const child = spawn(process.execPath, args, { cwd: dist, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  let errors = ''
  child.stderr.on('data', data => (errors += data))
  return {
    address: `http://127.0.0.1:${port}`,
    port,
    child,
    errors: () => errors,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}

/** Resolves when it answers, and rejects when it ends before that. */
export async function untilHealthy({ address, child, errors }: RunningBundle): Promise<void> {
  for (;;) {
    if (await answers(`${address}/health`)) return
    const { exitCode, signalCode } = child
    if (exitCode !== null || signalCode) throw new Error(`It ended with ${exitCode ?? signalCode}: ${errors()}`)
    await pause(5)
  }
}
