import path from 'node:path'
import { functionNames, loadFunction } from '../../functions/kit/function-names.ts'
import { freePort } from '../../functions/kit/http/free-port.ts'
import { sampleSettings } from '../../functions/kit/settings/samples.ts'
import { build } from './tools.ts'

/** Stores the code of a bundle as V8 has compiled it. A start that has to compile it takes 40 % longer. */
export async function compile(dist: string, name: string): Promise<void> {
  const script = path.join(import.meta.dirname, 'compile.cjs')
  const serves = functionNames().includes(name)
  const settings = serves ? sampleSettings(await loadFunction(name)) : {}
  const env = { ...settings, PORT: String(await freePort()), NODE_COMPILE_CACHE: '', NODE_OPTIONS: '' }
  await build(process.execPath, [script, dist, name, serves ? 'serves' : 'ends'], {
    cwd: dist,
    env,
  })
}
