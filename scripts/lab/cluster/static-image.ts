import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from '../../build/tools.ts'

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch

/** An image archive with one static program at `/name`, so that a test pulls no image. */
export async function staticImage(name: string, tag: string, program: string, folder: string): Promise<string> {
  const [layer, work] = [path.join(folder, 'layer'), path.join(folder, 'archive')]
  for (const one of [layer, work]) mkdirSync(one, { recursive: true })
  copyFileSync(program, path.join(layer, name))
  await build('tar', ['-cf', path.join(work, 'layer.tar'), '--mode=0755', name], { cwd: layer })
  const config = {
    architecture,
    os: 'linux',
    config: { Entrypoint: [`/${name}`], User: '65532:65532' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(path.join(work, 'layer.tar'))}`] },
  }
  writeFileSync(path.join(work, 'config.json'), JSON.stringify(config))
  const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: ['layer.tar'] }]
  writeFileSync(path.join(work, 'manifest.json'), JSON.stringify(manifest))
  const archive = path.join(folder, `${name}.tar`)
  await build('tar', ['-cf', archive, 'manifest.json', 'config.json', 'layer.tar'], { cwd: work })
  return archive
}
