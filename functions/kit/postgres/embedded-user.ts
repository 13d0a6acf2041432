import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { CannotStart } from './embedded-cannot-start.ts'

/** Postgres refuses to run as root, so root runs it as somebody else. */
export interface ServerUser {
  uid: number
  gid: number
  /** What stands before a command to run it as this user; empty where node itself changes the user. */
  prefix: string[]
}

/** `undefined`: whoever runs this process. Otherwise the owner of the data, or a user every system has. */
export function serverUser(folder: string, mustReach: string[]): ServerUser | undefined {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return undefined
  const users = passwdUsers()
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid
  const user =
    users.find(one => one.uid === owner && one.uid !== 0) ??
    users.find(one => one.name === 'postgres') ??
    users.find(one => one.name === 'nobody')
  if (!user)
    throw new CannotStart(
      'Postgres does not run as root, and this system has neither a user «postgres» nor «nobody»: start Zerodue as an ordinary user.',
    )
  return { uid: user.uid, gid: user.gid, prefix: mustReach.every(opensToAll) ? [] : reachingPrefix(user) }
}

/**
 * A clone below /root cannot be entered by another user. Instead of opening other people's folders, Postgres keeps
 * one capability: to read past permissions. `no_setuid_fixup` makes access(2), which its tools ask first, honour it.
 */
function reachingPrefix({ uid, gid }: { uid: number; gid: number }): string[] {
  const capability = ['dac_read_search', 'dac_override'].find(mayUse)
  const asUser = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups']
  const keeping = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--securebits=+no_setuid_fixup']
  const prefix = ['setpriv', ...asUser, ...keeping]
  if (capability && spawnSync('setpriv', [...prefix.slice(1), 'true']).status === 0) return prefix
  throw new CannotStart(
    'Postgres does not run as root, and no other user can enter this folder: clone Zerodue where others may (such as /srv), or start it as an ordinary user.',
  )
}

/** Containers often take capabilities from root: /proc says which ones are left. */
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
