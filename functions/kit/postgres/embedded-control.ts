import { spawn } from 'node:child_process'
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { binaries } from './embedded-binaries.ts'
import { serverUser } from './embedded-user.ts'

export type Control = ReturnType<typeof control>

/** Runs the tools of Postgres as the user it needs; all that they and the server write is in one log. */
export function control(folder: string) {
  const tools = binaries()
  const user = serverUser(path.join(folder, 'data'), [folder, tools.pgCtl])
  const logFile = path.join(folder, 'log')

  /** Out of the terminal's process group: Ctrl-C must reach Postgres through us, after the last request. */
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

  /** The user's own files stay theirs, also when root starts it once by mistake. */
  const handOver = (file: string) => user && chownSync(file, user.uid, user.gid)

  return {
    logFile,
    initdb: (args: string[]) => run(tools.initdb, args),
    pgCtl: (args: string[]) => run(tools.pgCtl, args),
    written: () => readFileSync(logFile, 'utf8'),
    /** What the last start wrote is kept: it may say why that server ended. */
    beginLog() {
      if (existsSync(logFile)) renameSync(logFile, `${logFile}.previous`)
      closeSync(openSync(logFile, 'a', 0o600))
      handOver(logFile)
    },
    handOver,
  }
}

/** A PGDATA or PGPORT meant for another server must not turn ours around. */
function withoutPgVariables() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')))
}
