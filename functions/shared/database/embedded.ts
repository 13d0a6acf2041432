import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  CannotStart,
  reasonOf,
  saysDiskIsFull,
  saysOldServerIsEnding,
  saysPortIsTaken,
} from './embedded-cannot-start.ts'
import { type Control, control } from './embedded-control.ts'
import { endLeftover, stopServer } from './embedded-leftover.ts'

export interface EmbeddedPostgres {
  /** Its owner's connection, to the database `postgres`. */
  url: string
  stop(): Promise<void>
}

interface Options {
  folder: string
  /** Postgres settings beyond ours, such as `fsync`. */
  settings?: Record<string, string>
}

const always = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A broken statement would be logged with what somebody wrote in it.
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

/** One at a time for a folder: the caller holds a lock. Throws `CannotStart` where there is something to be done. */
export async function startEmbeddedPostgres({ folder, settings = {} }: Options): Promise<EmbeddedPostgres> {
  try {
    return await start(path.resolve(folder), { ...always, ...settings })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    if (saysDiskIsFull(String(error.code))) throw diskIsFull(folder)
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(String(error.code))) throw error
    throw new CannotStart(
      `Cannot write to the data folder ${folder} (${error.code}): make it writable, or set ZERODUE_HOME to another one.`,
    )
  }
}

async function start(folder: string, settings: Record<string, string>): Promise<EmbeddedPostgres> {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const postgres = control(folder)
  postgres.beginLog()
  const password = secretIn(path.join(folder, 'password'), postgres)
  const data = path.join(folder, 'data')
  await initialiseOnce(folder, data, settings.fsync === 'off', postgres)
  await endLeftover(data, postgres)
  const port = await startServer(folder, data, settings, postgres)
  return {
    url: `postgres://zerodue:${password}@127.0.0.1:${port}/postgres`,
    stop: () => stopServer(data, postgres.pgCtl),
  }
}

/** The folder gets its name when it is whole, so a first start that was interrupted leaves nothing to repair. */
async function initialiseOnce(folder: string, data: string, noSync: boolean, { handOver, ...postgres }: Control) {
  for (const name of readdirSync(folder).filter(one => one.startsWith('data.new-')))
    rmSync(path.join(folder, name), { recursive: true, force: true })
  if (existsSync(data)) return
  const unfinished = mkdtempSync(path.join(folder, 'data.new-'))
  handOver(unfinished)
  const ok = await postgres.initdb([
    ...['-D', unfinished, '-U', 'zerodue', '--pwfile', path.join(folder, 'password'), '--auth=scram-sha-256'],
    // The same order of text on every platform. What a letter is, the C library says: pg_trgm asks it, and in «C» a
    // word in Urdu has no letters.
    ...[
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${ctype()}`,
    ],
    ...['--data-checksums', '--no-instructions', ...(noSync ? ['--no-sync'] : [])],
  ])
  if (ok) return renameSync(unfinished, data)
  rmSync(unfinished, { recursive: true, force: true })
  if (saysDiskIsFull(postgres.written())) throw diskIsFull(folder)
  throw new CannotStart(
    `Postgres could not make its data in ${folder}: ${reasonOf(postgres.written())}; all it said is in ${postgres.logFile}.`,
  )
}

async function startServer(folder: string, data: string, settings: Record<string, string>, postgres: Control) {
  const kept = path.join(folder, 'port')
  let wanted = existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : 0
  for (let attempt = 1; attempt <= 30; attempt++) {
    const port = (await freePort(wanted)) ?? (await freePort(0))
    const options = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}=${value}`)
    if (await postgres.pgCtl(['start', '-D', data, '-w', '-t', '120', '-o', options.join(' ')])) {
      if (port !== wanted) writeFileSync(kept, String(port))
      return port
    }
    if (saysPortIsTaken(postgres.written())) wanted = 0
    else if (saysOldServerIsEnding(postgres.written())) await wait(200)
    else break
    postgres.beginLog()
  }
  if (saysDiskIsFull(postgres.written())) throw diskIsFull(folder)
  throw new CannotStart(
    `Postgres cannot use its data in ${data}: ${reasonOf(postgres.written())}. Put a backup in its place, or move that ` +
      `folder away to begin with an empty one; all it said is in ${postgres.logFile}.`,
  )
}

/** `undefined` when somebody else listens there; 0 asks for any. */
function freePort(port: number): Promise<number | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}

function secretIn(file: string, { handOver }: Control): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  handOver(file)
  return readFileSync(file, 'utf8')
}

function ctype(): string {
  return { darwin: 'en_US.UTF-8', win32: 'en-US' }[process.platform as string] ?? 'C.UTF-8'
}

const diskIsFull = (folder: string) =>
  new CannotStart(`The disk that holds ${folder} is full: free some space and start again.`)
