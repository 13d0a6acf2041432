import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

/** The newest version with all dependencies at the Go module proxy: 1.18.1 and 1.18.3 lack one. */
const version = '1.18.2'
const flags = `-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=${version}`

/** The components that we use. Without the other hundred a first build is minutes faster. */
const kept = [
  'pubsub_kafka',
  'pubsub_redis',
  'pubsub_in-memory',
  'state_postgres',
  'state_in-memory',
  'secretstores_local_env',
  'secretstores_local_file',
  'secretstores_kubernetes',
  'nameresolution_mdns',
].map(name => `${name}.go`)
/** Another list of components makes another daprd, so the name of the folder depends on it. */
const listHash = createHash('sha256').update(kept.join()).digest('hex').slice(0, 8)

export interface DaprBinaries {
  daprd: string
  scheduler: string
}

/** Dapr's own daprd and scheduler, built once from the Go module proxy, which takes some minutes. */
export async function daprBinaries(): Promise<DaprBinaries> {
  const folder = await cached(`dapr-${version}-${listHash}`, makeBinaries)
  return { daprd: path.join(folder, 'daprd'), scheduler: path.join(folder, 'scheduler') }
}

async function makeBinaries(folder: string): Promise<void> {
  need('go')
  const source = path.join(folder, 'source')
  const downloaded = await build('go', ['mod', 'download', '-json', `github.com/dapr/dapr@v${version}`], {
    cwd: folder,
  })
  // Work on a copy: the downloaded folder is read-only and belongs to Go's cache.
  await build('cp', ['-R', JSON.parse(downloaded).Dir, source], { cwd: folder })
  await build('chmod', ['-R', 'u+w', source], { cwd: folder })
  const components = path.join(source, 'cmd', 'daprd', 'components')
  for (const file of readdirSync(components)) if (!kept.includes(file)) rmSync(path.join(components, file))
  const lost = kept.filter(file => !existsSync(path.join(components, file)))
  if (lost.length) throw new Error(`Dapr ${version} has no ${lost.join(', ')}.`)

  for (const [name, tags] of [
    ['scheduler', ''],
    ['daprd', 'stablecomponents'],
  ] as const)
    await build(
      'go',
      [
        'build',
        '-trimpath',
        '-buildvcs=false',
        '-tags',
        tags,
        '-ldflags',
        flags,
        '-o',
        path.join(folder, name),
        `./cmd/${name}`,
      ],
      { cwd: source, env: { CGO_ENABLED: '0' } },
    )
  rmSync(source, { recursive: true })
}
