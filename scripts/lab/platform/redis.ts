import { readdirSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { debianPackages } from './debian.ts'
import { startServer } from './server.ts'

/** Redis, and the libraries that it needs and a minimal Debian lacks. */
export async function redisServer(): Promise<{ command: string; libraries: string }> {
  const folder = await debianPackages('redis', ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2'])
  const libraries = path.join(folder, 'usr', 'lib')
  const architecture = readdirSync(libraries).find(name => name.endsWith('-linux-gnu')) ?? ''
  return { command: path.join(folder, 'usr', 'bin', 'redis-server'), libraries: path.join(libraries, architecture) }
}

/** A real Redis that stores every write in the folder. */
export async function startRedis({ folder }: { folder: string }) {
  const { command, libraries } = await redisServer()
  const port = await freePort()
  const server = startServer({
    command,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'],
    cwd: folder,
    env: { LD_LIBRARY_PATH: libraries },
    log: path.join(folder, 'redis.log'),
  })
  await server.prints(/Ready to accept connections/)
  return { address: `127.0.0.1:${port}`, stop: () => server.stop() }
}
