import { copyFileSync, cpSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../start/root.ts'
import { bundle } from './bundle.ts'
import { compile } from './compile.ts'
import { entryPoints } from './function-names.ts'

/** What runs in a cluster, complete in one folder: `node FOLDER/start.cjs NAME` needs nothing else of this repository. */
export async function buildDist(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  copyFileSync(path.join(import.meta.dirname, 'start.cjs'), path.join(folder, 'start.cjs'))
  const migrations = path.join(root, 'functions', 'shared', 'database', 'migrations')
  for (const [name, entryPoint] of Object.entries(entryPoints())) {
    await bundle(entryPoint, path.join(folder, name))
    await compile(folder, name)
  }
  cpSync(migrations, path.join(folder, 'migrate', 'migrations'), { recursive: true })
  cpSync(path.join(root, 'schemas'), path.join(folder, 'schemas'), { recursive: true })
}
