import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { root } from '../../kit/root.ts'
import { isBuilt, webDist } from './built.ts'

/** A page that explains how to use Zerodue without the client. */
const fallback = path.join(root, 'scripts', 'web', 'fallback')

/**
 * The folder of the web client. If its sources changed, builds it first: in its own process, because this one would keep the
 * memory of the build.
 */
export async function webFolder(): Promise<string> {
  if (isBuilt()) return webDist
  const build = spawn(process.execPath, [path.join(root, 'scripts', 'web', 'build.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ZERODUE_SERVER: '' },
  })
  let errors = ''
  build.stderr.on('data', data => (errors += data))
  const [code] = await once(build, 'close')
  if (code === 0) return webDist
  console.error(`zerodue: The build of the web client failed; the API works without it.\n${errors.trim()}`)
  return fallback
}
