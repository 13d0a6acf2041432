import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'

/** An npm package in the image. `folder` is its place in node_modules. */
export interface NpmPackage {
  folder: string
  name: string
  version: string
}

interface Lock {
  packages: Record<string, { version?: string; dependencies?: Record<string, string> }>
}

/** The packages of the source files of bundles. */
export function packagesOfInputs(inputs: Iterable<string>): NpmPackage[] {
  const folders = [...inputs].map(input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
  return packagesIn(folders.filter(folder => folder !== undefined))
}

/** The packages that the web client imports, with their dependencies: Vite does not list what it bundles. */
export function packagesOfWeb(): NpmPackage[] {
  const sources = globSync('web/**/*.{ts,tsx,css}', {
    cwd: root,
    exclude: ['web/dist/**', 'web/*.config.ts', 'web/{e2e,testing}/**', '**/*.test.{ts,tsx}'],
  })
  const wanted = sources.flatMap(file =>
    [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(
        /(?:from|import|url\() ?['"]((?:@[^/'"]+\/)?[a-z][^/'"]*)/g,
      ),
    ].map(([, name]) => `node_modules/${name}`),
  )
  const lock: Lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  const found = new Set<string>()
  const add = (folder: string) => {
    const known = lock.packages[folder]
    if (!known || found.has(folder)) return
    found.add(folder)
    for (const name of Object.keys(known.dependencies ?? {})) add(`node_modules/${name}`)
  }
  wanted.forEach(add)
  return packagesIn(found)
}

function packagesIn(folders: Iterable<string>): NpmPackage[] {
  return [...new Set(folders)].sort().map(folder => {
    const { name, version } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
    return { folder, name, version }
  })
}

/** The text of every licence: most licences must accompany the code. */
export function licencesOf(packages: NpmPackage[]): string {
  return packages
    .map(({ folder, name, version }) => {
      const files = globSync('{licen[cs]e,LICEN[CS]E,Licen[cs]e,copying,COPYING}{,.*,-*}', {
        cwd: path.join(root, folder),
      })
      const texts = files.map(file => readFileSync(path.join(root, folder, file), 'utf8').trim())
      const { license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
      return `${name} ${version} (${license})\n\n${texts.join('\n\n')}`
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`)
}
