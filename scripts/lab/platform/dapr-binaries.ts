import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

/** The newest version whose dependencies are all at the module proxy: 1.18.1 and 1.18.3 lack one. */
const version = '1.18.2'
const flags = `-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=${version}`

/** The components that we use. Without the other hundred a cold build takes minutes less. */
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
/** Another list of components is another daprd. */
const listed = createHash('sha256').update(kept.join()).digest('hex').slice(0, 8)

export interface DaprBinaries {
  daprd: string
  scheduler: string
}

/** Dapr's own daprd and scheduler, built from the sources at the Go module proxy: some minutes, once. */
export async function daprBinaries(): Promise<DaprBinaries> {
  const folder = await cached(`dapr-${version}-${listed}`, makeBinaries)
  return { daprd: path.join(folder, 'daprd'), scheduler: path.join(folder, 'scheduler') }
}

async function makeBinaries(folder: string): Promise<void> {
  need('go')
  const source = path.join(folder, 'source')
  const downloaded = await build('go', ['mod', 'download', '-json', `github.com/dapr/dapr@v${version}`], {
    cwd: folder,
  })
  // The downloaded folder is read-only, and what is removed here must not be missing there.
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
