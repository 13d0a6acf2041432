import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Control } from './embedded-control.ts'

/** Linux gives no process so high a number. */
const nobodysPid = '2147483647'

/** A server that outlived a killed Zerodue is ended: its connections may hold locks, its settings may be old. */
export async function endLeftover(data: string, { pgCtl }: Control): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid')
  const [pid, ...rest] = linesOf(pidFile)
  if (!pid) return
  if (runsPostgres(pid, data)) {
    await stopServer(data, pgCtl)
  } else {
    // After a reboot the number may belong to anybody, and Postgres would believe that it still runs. The other lines
    // stay: with them it makes sure that no child of the old server is left.
    writeFileSync(pidFile, [nobodysPid, ...rest].join('\n'))
  }
}

/** Fast lets nobody finish but loses nothing that was committed; immediate, when even that hangs, neither. */
export async function stopServer(data: string, pgCtl: Control['pgCtl']): Promise<void> {
  if (await pgCtl(['stop', '-D', data, '-m', 'fast', '-t', '20'])) return
  await pgCtl(['stop', '-D', data, '-m', 'immediate', '-t', '20'])
}

function runsPostgres(pid: string, data: string): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
    } catch {
      return false
    }
  }
  const [command, args]: [string, string[]] =
    process.platform === 'win32' ? ['tasklist', ['/FI', `PID eq ${pid}`]] : ['ps', ['-p', pid, '-o', 'command=']]
  return spawnSync(command, args, { encoding: 'utf8' }).stdout.includes('postgres')
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
