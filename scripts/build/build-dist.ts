import { copyFileSync, cpSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../functions/kit/root.ts'
import { type Bundled, bundle } from './bundle.ts'
import { compile } from './compile.ts'
import { bundleDapr } from './dapr-apart.ts'
import { entryPoints } from './function-names.ts'

const database = 'functions/kit/postgres'

/** What runs in a cluster, complete in one folder: `node FOLDER/start.cjs NAME` needs nothing else of this repository. */
export async function buildDist(folder: string): Promise<Bundled> {
  mkdirSync(folder, { recursive: true })
  copyFileSync(path.join(import.meta.dirname, 'start.cjs'), path.join(folder, 'start.cjs'))
  const all = new Set(await bundleDapr(folder))
  for (const [name, entryPoint] of Object.entries(entryPoints())) {
    const own = path.join(folder, name)
    const { inputs } = await bundle(entryPoint, own)
    // Whoever applies or checks migrations reads them beside itself.
    if (inputs.includes(`${database}/migrate.ts`))
      cpSync(path.join(root, database, 'migrations'), path.join(own, 'migrations'), { recursive: true })
    await compile(folder, name)
    for (const input of inputs) all.add(input)
  }
  cpSync(path.join(root, 'schemas'), path.join(folder, 'schemas'), { recursive: true })
  return { inputs: [...all] }
}
