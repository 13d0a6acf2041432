import { chmodSync, copyFileSync, cpSync, existsSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import { user } from './image-config.ts'
import { librariesOf, licenceOf, packagesOf } from './libraries.ts'
import { licencesOf, type NpmPackage } from './npm-packages.ts'
import { sbom } from './sbom.ts'

export interface Wanted {
  base: string
  app: string
  dist: string
  web: string
  packages: NpmPackage[]
  created: string
}

/** Fills the two layers of the image: `base` rarely changes between releases, `app` always does. Returns the sizes. */
export function fillRoot({ base, app, dist, web, packages, created }: Wanted): Record<string, number> {
  const libraries = librariesOf(process.execPath)
  const system = packagesOf(libraries)
  put(process.execPath, path.join(base, 'usr/bin/node'), 0o755)
  for (const file of libraries) put(file, path.join(base, file), 0o755)
  for (const one of system) {
    write(path.join(base, 'var/lib/dpkg/status.d', one.name), one.status)
    const licence = licenceOf(one)
    if (licence) put(licence, path.join(base, licence), 0o644)
  }
  const nodeLicence = path.resolve(process.execPath, '../../LICENSE')
  if (existsSync(nodeLicence)) put(nodeLicence, path.join(base, 'usr/share/doc/node/copyright'), 0o644)
  if (existsSync('/etc/os-release')) put('/etc/os-release', path.join(base, 'etc/os-release'), 0o644)
  write(path.join(base, 'etc/passwd'), `root:x:0:0::/:/nologin\nzerodue:x:${user}:${user}::/app:/nologin\n`)
  write(path.join(base, 'etc/group'), `root:x:0:\nzerodue:x:${user}:\n`)
  write(path.join(base, 'etc/nsswitch.conf'), 'hosts: files dns\n')
  mkdirSync(path.join(base, 'tmp'))
  chmodSync(path.join(base, 'tmp'), 0o1777)

  cpSync(dist, path.join(app, 'app'), { recursive: true })
  cpSync(web, path.join(app, 'app/web'), { recursive: true })
  const doc = path.join(app, 'usr/share/doc/zerodue')
  write(path.join(doc, 'copyright'), licencesOf(packages))
  write(path.join(doc, 'sbom.cdx.json'), sbom({ npm: packages, system, node: process.versions.node, created }))
  put(path.join(root, 'package.json'), path.join(doc, 'package.json'), 0o644)

  const size = (folder: string, pattern: string, exclude: string[] = []) =>
    globSync(pattern, { cwd: folder, exclude, withFileTypes: true })
      .filter(entry => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0)
  return {
    [`Node ${process.versions.node}`]: size(base, 'usr/bin/node'),
    'shared libraries': size(base, '{lib,lib64,usr/lib}/**'),
    'bundles of the functions': size(app, 'app/**/*.cjs'),
    "Dapr's SDK (optional)": size(app, 'app/node_modules/**'),
    'compiled code of the bundles (V8)': size(app, 'app/**/*.v8'),
    'web client': size(app, 'app/web/**'),
    'SQL and schemas': size(app, 'app/{*/functions,schemas}/**'),
    'SBOM, licences, names': size(app, 'usr/share/doc/**') + size(base, '{etc,var,usr/share}/**'),
  }
}

function put(from: string, to: string, mode: number): void {
  mkdirSync(path.dirname(to), { recursive: true })
  copyFileSync(from, to)
  chmodSync(to, mode)
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}
