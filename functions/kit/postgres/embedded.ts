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
import connect from 'postgres'
import {
  CannotStart,
  dataIsUnusable,
  diskIsFull,
  isDiskFull,
  reasonOf,
  saysOldServerIsEnding,
  saysPortIsTaken,
  sentenceOf,
} from './embedded-cannot-start.ts'
import { type Control, control, endLeftover, stopServer } from './embedded-tools.ts'

interface EmbeddedPostgres {
  /** The database `postgres`, as its owner. */
  url: string
  stop(): Promise<void>
}

interface Options {
  folder: string
  /** More Postgres settings, such as `fsync`. */
  settings?: Record<string, string>
}

const always = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // By default Postgres logs failed statements, with the texts of users in them.
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

/** Starts the server. The caller must hold the lock of the folder. Throws `CannotStart` where the user can fix the cause. */
export async function startEmbeddedPostgres({ folder, settings = {} }: Options): Promise<EmbeddedPostgres> {
  try {
    return await start(path.resolve(folder), { ...always, ...settings })
  } catch (error) {
    throw sentenceOf(error, folder)
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
  const url = `postgres://zerodue:${password}@127.0.0.1:${port}/postgres`
  const stop = () => stopServer(data, postgres.pgCtl)
  const refusal = await refusalOf(url)
  if (!refusal) return { url, stop }
  await stop()
  throw dataIsUnusable(data, refusal, postgres.logFile)
}

/** Renames the folder when it is complete, so an interrupted first start leaves nothing to repair. */
async function initialiseOnce(folder: string, data: string, noSync: boolean, { handOver, ...postgres }: Control) {
  for (const name of readdirSync(folder).filter(one => one.startsWith('data.new-')))
    rmSync(path.join(folder, name), { recursive: true, force: true })
  if (existsSync(data)) return
  const unfinished = mkdtempSync(path.join(folder, 'data.new-'))
  handOver(unfinished)
  const ok = await postgres.initdb([
    ...['-D', unfinished, '-U', 'zerodue', '--pwfile', path.join(folder, 'password'), '--auth=scram-sha-256'],
    // Text sorts the same on every platform. pg_trgm asks the C library what a letter is, and in the locale «C» Urdu has no
    // letters: hence --lc-ctype.
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
  if (isDiskFull(folder, postgres.written())) throw diskIsFull(folder)
  throw new CannotStart(
    `Postgres could not create its data in ${folder}: ${reasonOf(postgres.written())}; its log is ${postgres.logFile}.`,
  )
}

/** The owner's password: random, created once. */
function secretIn(file: string, { handOver }: Control): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  handOver(file)
  return readFileSync(file, 'utf8')
}

function ctype(): string {
  return { darwin: 'en_US.UTF-8', win32: 'en-US' }[process.platform as string] ?? 'C.UTF-8'
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
  if (isDiskFull(folder, postgres.written())) throw diskIsFull(folder)
  throw dataIsUnusable(data, reasonOf(postgres.written()), postgres.logFile)
}

/** A server can start on damaged data and refuse the connections. */
async function refusalOf(url: string): Promise<string | undefined> {
  const sql = connect(url, { max: 1, connect_timeout: 30, onnotice: () => {} })
  try {
    await sql`select count(*) from pg_class`
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await sql.end()
  }
}

/** `undefined` if another program listens on this port; 0 stands for any port. */
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
