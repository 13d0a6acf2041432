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

/** Registers what must run in the end: when the test ends, unless the process serves several tests. */
export type AtEnd = (cleanUp: () => void | Promise<void>) => unknown

/** Runs a script in its own process group, as a terminal does. */
export function run(
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  cwd = process.cwd(),
  atEnd: AtEnd = onTestFinished,
) {
  const child = spawn(process.execPath, [path.join(cwd, script), ...args], {
    cwd,
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output = { out: '', err: '' }
  child.stdout.on('data', data => (output.out += data))
  child.stderr.on('data', data => (output.err += data))
  const ended: Promise<Ended> = once(child, 'close').then(([code]) => ({ code, ...output }))
  atEnd(async () => {
    if (child.exitCode === null && child.signalCode === null) signalGroup(child, 'SIGTERM')
    await ended
  })
  const line = async (pattern: RegExp) => {
    while (!pattern.test(output.out)) await Promise.race([once(child.stdout, 'data'), ended.then(failed)])
    return pattern.exec(output.out)
  }
  const firstLine = async () => (await line(/^.*(?=\n)/))?.[0]
  return { child, ended, line, firstLine }
}

/** Sends a signal to the whole process group, as Ctrl-C does. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid) process.kill(-pid, signal)
}

/** A free port as the setting PORT takes it. */
export const freePort = async (): Promise<string> => String(await freePortNumber())

/** Queries the embedded Postgres of a data folder as its owner. */
export async function query(home: string, text: string): Promise<unknown[]> {
  const read = (name: string) => readFileSync(path.join(home, 'postgres', name), 'utf8')
  const sql = postgres(`postgres://zerodue:${read('password')}@127.0.0.1:${read('port')}/postgres`, { max: 1 })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

/** The command lines of running processes that contain this folder. A zombie process has none. */
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
