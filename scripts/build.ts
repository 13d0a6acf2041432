// `npm run build`: builds everything that runs in a cluster. dist/ has a folder for each function and each job, which
// `node dist/start.cjs NAME` runs; web/dist has the web client.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { root } from '../functions/kit/root.ts'
import { buildDist } from './build/build-dist.ts'
import { entryPoints } from './build/entry-points.ts'
import { buildWeb } from './web/build.ts'

const dist = path.join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
await buildDist(dist)
console.log(`dist: ${Object.keys(entryPoints()).join(', ')}`)

await buildWeb()
console.log('web/dist')
