import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { loadFunction } from '../../../functions/kit/function-names.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'

export interface RunningBundle {
  address: string
  port: number
  child: ChildProcess
  /** What it said on its error output. */
  errors(): string
  /** The code with which it ended, after that signal. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** Runs a function as its image does, and does not wait until it answers. Only these settings reach it. */
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

/** Until it answers, or has ended before that. */
export async function untilHealthy({ address, child, errors }: RunningBundle): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/health`).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    const { exitCode, signalCode } = child
    if (exitCode !== null || signalCode) throw new Error(`It ended with ${exitCode ?? signalCode}: ${errors()}`)
    await pause(5)
  }
}
