import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import connect from 'postgres'
import {
  dataIsUnusable,
  diskIsFull,
  isDiskFull,
  reasonOf,
  saysOldServerIsEnding,
  saysPortIsTaken,
  sentenceOf,
} from './embedded-cannot-start.ts'
import { type Control, control } from './embedded-control.ts'
import { initialiseOnce, secretIn } from './embedded-initialise.ts'
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

/** A server can start over damaged data, and refuses only whoever connects. */
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
