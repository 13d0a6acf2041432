// One lock for a data folder and for an installation. Only Node built-ins here, and only what Node 18 understands: an
// installation takes it before anything is installed.
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * Takes the lock of this file, or answers its holder, who publishes `info`. The lock is a port of 127.0.0.1 that the file
 * names: the system gives it to one process and frees it however that process ends, so a lock is never stale. 'silent' is a
 * process that does not answer, perhaps because Ctrl-Z stopped it.
 * @template {object} T
 * @param {string} file
 * @param {T} [info]
 * @returns {Promise<{ state: 'held', release: () => void } | { state: 'taken', holder: T } | { state: 'silent' | 'no port' }>}
 */
export async function takeLock(file, info) {
  for (let attempt = 1; attempt <= 10; attempt++) {
    const { port, token } = readOrCreate(file)
    const server = await listenOn(port, { ...info, token })
    if (server && readOrCreate(file).token === token) return { state: 'held', release: () => release(file, server) }
    server?.close()
    const holder = server ? undefined : await holderOn(port)
    if (holder === 'silent') return { state: 'silent' }
    if (holder?.token === token) return { state: 'taken', holder }
    // Another program uses the port: choose a new one.
    if (!server) rmSync(file, { force: true })
  }
  return { state: 'no port' }
}

/**
 * Answers who has the lock of this file, and takes nothing.
 * @param {string} file
 * @returns {Promise<{ state: 'taken', holder: any } | { state: 'silent' | 'free' }>}
 */
export async function holderOf(file) {
  if (!existsSync(file)) return { state: 'free' }
  const { port, token } = readOrCreate(file)
  const holder = await holderOn(port)
  if (holder === 'silent') return { state: 'silent' }
  return holder?.token === token ? { state: 'taken', holder } : { state: 'free' }
}

/** Removes the file first: a process that has read it before checks the file again after it gets the port. */
function release(file, server) {
  rmSync(file, { force: true })
  server.close()
}

/** Writes the file under another name and links it, so that of two processes at the same time both read the same content. */
function readOrCreate(file) {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`
    // Below the ephemeral ports of the system, so that an ordinary connection does not take it.
    writeFileSync(draft, `${randomInt(20_000, 30_000)} ${randomBytes(16).toString('hex')}\n`, { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  const [port, token = ''] = readFileSync(file, 'utf8').trim().split(' ')
  return Number(port) > 1023 && Number(port) < 65_536 && token ? { port: Number(port), token } : { port: 0, token: '' }
}

async function listenOn(port, info) {
  if (!port) return undefined
  const server = createServer(socket => socket.on('error', () => {}).end(JSON.stringify(info)))
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  return once(server, 'listening').then(
    () => server.unref(),
    () => undefined,
  )
}

/** The info of the holder; `undefined` for another program, and 'silent' for a process that accepts but does not answer. */
async function holderOn(port) {
  if (!port) return undefined
  const socket = connect({ port, host: '127.0.0.1' })
  socket.setTimeout(2_000, () => socket.destroy(new Error('silent')))
  try {
    return JSON.parse(await text(socket))
  } catch (error) {
    return error.message === 'silent' ? 'silent' : undefined
  }
}
