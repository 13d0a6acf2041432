// `scripts/build-image`: builds the one image of all functions from npm packages and libraries of this system, without a
// daemon, an image registry or root. It must run on Linux with glibc, on the architecture of the image.
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

Builds the image of all functions as a file that docker load, podman load, kind and containerd can load.

  --name=NAME:TAG  the name of the image (dev.local/zerodue:dev)
  --output=TAR     the file to write (dist/image.tar)
  --root=FOLDER    writes only the files of the image into this folder, for the Dockerfile`
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
  if (process.platform !== 'linux') throw new Error('scripts/build-image runs on Linux only: use docker build instead.')
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
    report(parts)
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

function report(parts: Record<string, number>): void {
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)
  for (const [part, bytes] of [...Object.entries(parts), ['total', total] as const])
    console.log(`${(bytes / MB).toFixed(1).padStart(7)} MB  ${part}`)
  if (total > mostMB * MB)
    throw new Error(`The image has more than ${mostMB} MB: the list above shows which part has grown.`)
}

const unique = <T extends { folder: string }>(all: T[]): T[] => [...new Map(all.map(one => [one.folder, one])).values()]

const architecture = () => (process.arch === 'x64' ? 'amd64' : process.arch)

/** The time of the commit, so that the same source gives the same image. */
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

/** The user of the image can read everything and owns nothing, with any umask of the build. */
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
