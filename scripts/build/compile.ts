import path from 'node:path'
import { freePort } from '../../functions/kit/http/free-port.ts'
import { anySettings } from './any-settings.ts'
import { functionNames } from './function-names.ts'
import { build } from './tools.ts'

/** Keeps the code of a bundle as V8 has compiled it, so that no start has to compile it again. */
export async function compile(dist: string, name: string): Promise<void> {
  const script = path.join(import.meta.dirname, 'compile.cjs')
  const env = { ...anySettings, PORT: String(await freePort()), NODE_COMPILE_CACHE: '', NODE_OPTIONS: '' }
  await build(process.execPath, [script, dist, name, functionNames().includes(name) ? 'serves' : 'ends'], {
    cwd: dist,
    env,
  })
}
