import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { build, Missing, need } from '../../build/tools.ts'
import { cached } from './cached.ts'
import { startServer } from './server.ts'

/** Redis, and the libraries that it needs and a minimal Debian lacks. */
const packages = ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2']

/** Redis from the packages of Debian or Ubuntu, unpacked into the cache without an installation. */
export async function redisServer(): Promise<{ command: string; libraries: string }> {
  need('apt-get')
  const folder = await cached(`redis-${release()}`, async making => {
    await build('apt-get', ['download', ...packages], { cwd: making }).catch(error => {
      throw new Missing(
        `apt-get cannot download ${packages.join(', ')}: run \`apt-get update\` and try again. ${error.message}`,
      )
    })
    for (const file of readdirSync(making)) await build('dpkg-deb', ['--extract', file, '.'], { cwd: making })
  })
  const libraries = path.join(folder, 'usr', 'lib')
  const architecture = readdirSync(libraries).find(name => name.endsWith('-linux-gnu')) ?? ''
  return { command: path.join(folder, 'usr', 'bin', 'redis-server'), libraries: path.join(libraries, architecture) }
}

/** Packages of another release need another libc. */
function release(): string {
  const text = readFileSync('/etc/os-release', 'utf8')
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1]
  return `${value('ID')}-${value('VERSION_ID')}`
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
