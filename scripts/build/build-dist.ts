import { copyFileSync, cpSync, globSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { sqlFiles } from '../../functions/kit/postgres/migrate.ts'
import { root } from '../../functions/kit/root.ts'
import { type Bundled, bundle } from './bundle.ts'
import { compile } from './compile.ts'
import { bundleDapr } from './dapr-apart.ts'
import { entryPoints } from './entry-points.ts'

const functions = path.join(root, 'functions')

/** Builds everything that runs in a cluster into one folder: `node FOLDER/start.cjs NAME` needs nothing else. */
export async function buildDist(folder: string): Promise<Bundled> {
  mkdirSync(folder, { recursive: true })
  copyFileSync(path.join(import.meta.dirname, 'start.cjs'), path.join(folder, 'start.cjs'))
  const all = new Set(await bundleDapr(folder))
  for (const [name, entryPoint] of Object.entries(entryPoints())) {
    const own = path.join(folder, name)
    const { inputs } = await bundle(name, entryPoint, own)
    // A bundle that applies or checks migrations reads its SQL files from its own folder.
    if (inputs.includes('functions/kit/postgres/migrate.ts'))
      for (const file of globSync(sqlFiles, { cwd: functions }))
        cpSync(path.join(functions, file), path.join(own, 'functions', file))
    await compile(folder, name)
    for (const input of inputs) all.add(input)
  }
  const isForImage = (file: string) => !/(database\.sql|README\.md)$/.test(file)
  cpSync(path.join(root, 'schemas'), path.join(folder, 'schemas'), { recursive: true, filter: isForImage })
  return { inputs: [...all] }
}
