// `scripts/build-image`: the one image of all functions, made of what npm and this system have: no daemon, no registry of
// images, no root. It must run where the image will: on Linux with glibc, of the same architecture.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../../functions/kit/root.ts'
import { buildDist } from '../../build/build-dist.ts'
import { buildWeb } from '../../web/build.ts'
import { type ImageConfig, writeArchive } from './archive.ts'
import { imageConfig } from './image-config.ts'
import { packagesOfInputs, packagesOfWeb } from './npm-packages.ts'
import { fillRoot } from './root-folder.ts'

const usage = `scripts/build-image [--name=NAME:TAG] [--output=TAR] [--root=FOLDER]

Builds the image that every function runs from, as a file that docker load, podman load, kind and containerd take.

  --name=NAME:TAG  what it is called (dev.local/zerodue:dev)
  --output=TAR     where it goes (dist/image.tar)
  --root=FOLDER    only its files, into this folder: the Dockerfile does that`
const mostMB = 200
const MB = 1_000_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      name: { type: 'string', default: 'dev.local/zerodue:dev' },
      output: { type: 'string', default: path.join(root, 'dist', 'image.tar') },
      root: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(usage)
  if (process.platform !== 'linux') throw new Error('The image is built on Linux: docker build does so anywhere.')
  const work = mkdtempSync(path.join(tmpdir(), 'zerodue-image-'))
  try {
    const [base, app] = [path.join(work, 'base'), path.join(work, 'app')]
    const created = createdAt()
    console.log('building the bundles and the web client')
    const dist = path.join(work, 'dist')
    const { inputs } = await buildDist(dist)
    const packages = [...packagesOfInputs(inputs), ...packagesOfWeb()]
    const parts = fillRoot({ base, app, dist, web: await buildWeb(), packages: unique(packages), created })
    for (const folder of [base, app]) readableByAll(folder)
    tell(parts)
    if (values.root) {
      for (const layer of [base, app]) cpSync(layer, values.root, { recursive: true })
      return
    }
    const output = path.resolve(values.output)
    mkdirSync(path.dirname(output), { recursive: true })
    const image: ImageConfig = { name: values.name, architecture: architecture(), created, config: imageConfig }
    const { packedBytes } = writeArchive([base, app], image, { work, output })
    console.log(`${output}: ${values.name}, ${(packedBytes / MB).toFixed(1)} MB compressed`)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function tell(parts: Record<string, number>): void {
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)
  for (const [part, bytes] of [...Object.entries(parts), ['together', total] as const])
    console.log(`${(bytes / MB).toFixed(1).padStart(7)} MB  ${part}`)
  if (total > mostMB * MB) throw new Error(`The image is larger than ${mostMB} MB: look at what has grown.`)
}

const unique = <T extends { folder: string }>(all: T[]): T[] => [...new Map(all.map(one => [one.folder, one])).values()]

const architecture = () => (process.arch === 'x64' ? 'amd64' : process.arch)

/** When what it is built from was committed, so that the same makes the same. */
function createdAt(): string {
  const given = process.env.SOURCE_DATE_EPOCH
  if (given) return new Date(Number(given) * 1000).toISOString()
  try {
    const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return new Date(Number(seconds) * 1000).toISOString()
  } catch {
    return new Date(0).toISOString()
  }
}

/** Whatever the umask of who builds it: the user of the image reads everything and owns nothing. */
function readableByAll(folder: string): void {
  for (const entry of globSync('**', { cwd: folder, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(file, entry.name === 'tmp' ? 0o1777 : 0o755)
    else if (!/\/(?:lib|lib64|bin)\//.test(file)) chmodSync(file, 0o644)
  }
}

main().catch(error => {
  console.error(`zerodue: ${error.message}`)
  process.exitCode = 1
})
