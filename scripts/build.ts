// `npm run build`: what runs in a cluster. dist/ holds a folder for each function and one for the migrations, which
// `node dist/start.cjs NAME` runs; web/dist holds the web client.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { buildDist } from './build/build-dist.ts'
import { entryPoints } from './build/function-names.ts'
import { root } from './start/root.ts'

const dist = path.join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
await buildDist(dist)
console.log(`dist: ${Object.keys(entryPoints()).join(', ')}`)

if (existsSync(path.join(root, 'web', 'vite.config.ts'))) {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build'], { cwd: path.join(root, 'web'), stdio: 'inherit' })
  process.exitCode = status ?? 1
}
