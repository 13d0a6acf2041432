import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'

export interface System {
  address: string
  /** The highest resident memory of its process so far, in MB; not every system counts it. */
  peakMb(): number | undefined
  /** The process still runs. */
  isAlive(): boolean
  end(): Promise<void>
}

/** How long a shutdown may take after an attack. */
const mostEndMs = 10_000

/** Zerodue as `npm start` runs it, from any checkout of this repository, with data of its own. */
export async function startSystem(checkout: string, settings: Record<string, string> = {}): Promise<System> {
  const { folder, remove } = temporaryFolder()
  const port = String(await freePort())
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(checkout, 'scripts/start.ts')],
    {
      cwd: checkout,
      env: { ...process.env, DATABASE_URL: '', ZERODUE_HOME: path.join(folder, 'home'), PORT: port, ...settings },
      stdio: ['ignore', 'pipe', openSync(path.join(folder, 'log'), 'w')],
    },
  )
  process.once('exit', () => child.kill('SIGKILL'))
  const isAlive = () => child.exitCode === null && child.signalCode === null
  try {
    await started(child)
  } catch (error) {
    const log = readFileSync(path.join(folder, 'log'), 'utf8')
    remove()
    throw new Error(`Zerodue in ${checkout} did not start: ${log}`, { cause: error })
  }
  return {
    address: `http://localhost:${port}`,
    peakMb: () => (isAlive() ? peakOf(child.pid) : undefined),
    isAlive,
    async end() {
      if (isAlive()) {
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        const limit = setTimeout(() => child.kill('SIGKILL'), mostEndMs)
        await ended
        clearTimeout(limit)
      }
      remove()
    },
  }
}

async function started({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error('It has no output.')
  for await (const line of createInterface({ input: stdout })) {
    if (!line.startsWith('Zerodue runs')) continue
    stdout.resume()
    return
  }
  throw new Error('It ended.')
}

function peakOf(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}
