import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'

/** What whoever holds a data folder answers on its port. */
interface Holder {
  token: string
  pid: number
  address: string
}

/**
 * Holds the data folder until this process ends, or says who holds it. The lock is a port that the folder names: the
 * system gives it to nobody twice and takes it back however a process dies, so there is nothing stale to judge.
 */
export async function holdAlone(home: string, address: string): Promise<void> {
  const file = path.join(home, 'lock')
  for (let attempt = 1; attempt <= 10; attempt++) {
    const [port, token] = portAndToken(file)
    const server = await listenOn(port, { token, pid: process.pid, address })
    if (server) return void server.unref()
    const holder = await holderOn(port)
    if (holder === 'silent')
      throw new CannotStart(
        `Another Zerodue may be stopped half way (Ctrl-Z): end it or let it go on. If there is none, remove ${file} and start again.`,
      )
    if (holder?.token === token)
      throw new CannotStart(
        `Zerodue runs already at ${holder.address} with the data in ${home} (process ${holder.pid}): use that one, or end it first.`,
      )
    rmSync(file, { force: true })
  }
  throw new CannotStart(`No port on 127.0.0.1 can be used to lock ${home}: see what listens on 20000 to 29999.`)
}

/** Made whole under another name first, so that of two that start at once both read the same. */
function portAndToken(file: string): [number, string] {
  if (!existsSync(file)) {
    const mine = `${file}.${process.pid}`
    // Below the ports that systems hand out by themselves, so that an ordinary connection does not take it.
    writeFileSync(mine, `${randomInt(20_000, 30_000)} ${randomBytes(16).toString('hex')}\n`, { mode: 0o600 })
    try {
      linkSync(mine, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(mine, { force: true })
    }
  }
  const [port, token] = readFileSync(file, 'utf8').trim().split(' ')
  const usable = Number(port) > 1023 && Number(port) < 65_536 && token
  return usable ? [Number(port), token] : [0, '']
}

async function listenOn(port: number, holder: Holder): Promise<Server | undefined> {
  if (!port) return undefined
  const server = createServer(socket => socket.on('error', () => {}).end(JSON.stringify(holder)))
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  )
}

/** Nobody, another program, or one that takes the call and then says nothing. */
async function holderOn(port: number): Promise<Holder | 'silent' | undefined> {
  if (!port) return undefined
  const socket = connect({ port, host: '127.0.0.1' })
  socket.setTimeout(2_000, () => socket.destroy(new Error('silent')))
  try {
    return JSON.parse(await text(socket))
  } catch (error) {
    return error instanceof Error && error.message === 'silent' ? 'silent' : undefined
  }
}
