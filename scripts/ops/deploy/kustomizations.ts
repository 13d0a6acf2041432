import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'
import { CannotDeploy } from './cluster.ts'

interface Generator {
  name: string
  envs?: string[]
  files?: string[]
}

interface Kustomization {
  folder: string
  resources?: string[]
  components?: string[]
  secretGenerator?: Generator[]
}

/** The kustomization of a folder and all that it includes from this computer. */
function kustomizationsOf(folder: string): Kustomization[] {
  const file = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
    .map(name => path.join(folder, name))
    .find(existsSync)
  if (!file) throw new CannotDeploy(`${folder} has no kustomization: check the name of the folder.`)
  const own: Kustomization = { folder, ...parse(readFileSync(file, 'utf8')) }
  const folders = [...(own.resources ?? []), ...(own.components ?? [])]
    .map(one => path.resolve(folder, one))
    .filter(one => existsSync(one) && statSync(one).isDirectory())
  return [own, ...folders.flatMap(kustomizationsOf)]
}

/** A file from which kustomize generates a Secret. */
export interface SecretFile {
  /** The name of the Secret, without the hash that kustomize adds. */
  secret: string
  file: string
  /** The key whose value is the whole file; without it, each line of the file is a key with its value. */
  key?: string
}

/** The files in `secrets/` that an overlay reads. */
export const secretFilesOf = (overlay: string): SecretFile[] =>
  kustomizationsOf(overlay).flatMap(({ folder, secretGenerator = [] }) =>
    secretGenerator.flatMap(({ name, envs = [], files = [] }) =>
      [
        ...envs.map(file => ({ secret: name, file: path.resolve(folder, file) })),
        ...files.map(one => {
          const [file = '', key = path.basename(file)] = one.split('=').toReversed()
          return { secret: name, file: path.resolve(folder, file), key }
        }),
      ].filter(({ file }) => path.basename(path.dirname(file)) === 'secrets'),
    ),
  )

/** kustomize reads nothing there, and it may be large. */
const unread = ['.git', 'node_modules']

/** A copy of an overlay, and of all folders that it includes, in a temporary folder that only this user can read. */
export function copyOf(overlay: string): { parent: string; original: string; copy: string } {
  const folders = kustomizationsOf(overlay).map(({ folder }) => folder)
  const original = commonFolder(folders)
  const parent = mkdtempSync(path.join(tmpdir(), 'zerodue-dry-run-'))
  for (const folder of new Set(folders)) {
    const target = path.join(parent, path.relative(original, folder))
    mkdirSync(target, { recursive: true })
    cpSync(folder, target, { recursive: true, filter: one => !unread.includes(path.basename(one)) })
  }
  return { parent, original, copy: path.join(parent, path.relative(original, overlay)) }
}

function commonFolder(folders: string[]): string {
  const [first = '', ...others] = folders
  if (others.every(one => one === first || one.startsWith(`${first}${path.sep}`))) return first
  return commonFolder([path.dirname(first), ...others])
}
