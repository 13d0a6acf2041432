import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

export interface ImageConfig {
  name: string
  architecture: string
  created: string
  config: Record<string, unknown>
}

interface Blob {
  mediaType: string
  digest: string
  size: number
}

/** Writes folders as the layers of an image archive. It is in OCI and Docker format at once, so that every tool can load it. */
export function writeArchive(layers: string[], image: ImageConfig, { work, output }: { work: string; output: string }) {
  const layout = path.join(work, 'layout')
  const blobs = path.join(layout, 'blobs', 'sha256')
  mkdirSync(blobs, { recursive: true })
  const add = (bytes: Buffer, kind: string): Blob => {
    const digest = sha256(bytes)
    writeFileSync(path.join(blobs, digest), bytes)
    return { mediaType: `application/vnd.oci.image.${kind}`, digest: `sha256:${digest}`, size: bytes.length }
  }

  const tars = layers.map((folder, n) => tarOf(folder, path.join(work, `layer-${n}.tar`)))
  const packed = tars.map(tar => add(gzipSync(tar, { level: 6 }), 'layer.v1.tar+gzip'))
  const { name, architecture, created, config } = image
  const rootfs = { type: 'layers', diff_ids: tars.map(tar => `sha256:${sha256(tar)}`) }
  const configBlob = add(json({ architecture, os: 'linux', created, config, rootfs }), 'config.v1+json')
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = add(json({ schemaVersion: 2, mediaType, config: configBlob, layers: packed }), 'manifest.v1+json')
  const annotations = {
    'io.containerd.image.name': name,
    'org.opencontainers.image.ref.name': name.slice(name.lastIndexOf(':') + 1),
  }
  const platform = { os: 'linux', architecture }
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations, platform }] }
  writeFileSync(path.join(layout, 'index.json'), json(index))
  writeFileSync(path.join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }))
  const fileOf = ({ digest }: Blob) => `blobs/sha256/${digest.slice('sha256:'.length)}`
  const docker = [{ Config: fileOf(configBlob), RepoTags: [name], Layers: packed.map(fileOf) }]
  writeFileSync(path.join(layout, 'manifest.json'), json(docker))
  writeFileSync(output, tarOf(layout, path.join(work, 'image.tar')))
  return { packedBytes: packed.reduce((sum, { size }) => sum + size, 0) }
}

/** A reproducible tar: owner, time and order do not depend on this computer. */
function tarOf(folder: string, file: string): Buffer {
  const reproducible = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu']
  const { status, stderr } = spawnSync('tar', [...reproducible, '-cf', file, '-C', folder, '.'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`tar failed: ${stderr}`)
  return readFileSync(file)
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
