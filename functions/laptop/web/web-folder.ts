import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { root } from '../../kit/root.ts'
import { isBuilt, webDist } from './built.ts'

/** A page that says what can be done without the client. */
const fallback = path.join(root, 'scripts', 'web', 'fallback')

/**
 * The folder of the web client, built first when its sources changed: in a process of its own, because what builds takes
 * memory that this one would keep.
 */
export async function webFolder(): Promise<string> {
  if (isBuilt()) return webDist
  const build = spawn(process.execPath, [path.join(root, 'scripts', 'web', 'build.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ZERODUE_SERVER: '' },
  })
  let said = ''
  build.stderr.on('data', data => (said += data))
  const [code] = await once(build, 'close')
  if (code === 0) return webDist
  console.error(`zerodue: The web client could not be built, everything else works.\n${said.trim()}`)
  return fallback
}
