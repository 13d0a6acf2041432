import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { onTestFinished } from 'vitest'
import { freePort as freePortNumber } from '../../kit/http/free-port.ts'

export interface Ended {
  code: number | null
  out: string
  err: string
}

/** A process of ours in a process group of its own, as a terminal starts one. */
export function run(script: string, args: string[], env: NodeJS.ProcessEnv, cwd = process.cwd()) {
  const child = spawn(process.execPath, [path.join(cwd, script), ...args], {
    cwd,
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', data => (said.out += data))
  child.stderr.on('data', data => (said.err += data))
  const ended: Promise<Ended> = once(child, 'close').then(([code]) => ({ code, ...said }))
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) signalGroup(child, 'SIGTERM')
    await ended
  })
  const line = async (pattern: RegExp) => {
    while (!pattern.test(said.out)) await Promise.race([once(child.stdout, 'data'), ended.then(failed)])
    return pattern.exec(said.out)
  }
  const firstLine = async () => (await line(/^.*(?=\n)/))?.[0]
  return { child, ended, line, firstLine }
}

/** As Ctrl-C does it: everybody in the foreground hears it. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid) process.kill(-pid, signal)
}

/** A free port as the setting PORT takes it. */
export const freePort = async (): Promise<string> => String(await freePortNumber())

/** Asks the embedded Postgres of a data folder itself. */
export async function query(home: string, text: string): Promise<unknown[]> {
  const read = (name: string) => readFileSync(path.join(home, 'postgres', name), 'utf8')
  const sql = postgres(`postgres://zerodue:${read('password')}@127.0.0.1:${read('port')}/postgres`, { max: 1 })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

/** Command lines of what still runs and names this folder; what has ended and waits for its parent has none. */
export function processesNaming(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  return stdout.split('\n').filter(line => line.includes(folder))
}

export function postmasterPid(home: string): number {
  return Number(readFileSync(path.join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function failed({ code, out, err }: Ended): never {
  throw new Error(`It ended with ${code}: ${out}${err}`)
}
