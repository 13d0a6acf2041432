import { spawnSync } from 'node:child_process'
import { root } from '../../../functions/kit/root.ts'
import type { SystemPackage } from './libraries.ts'
import type { NpmPackage } from './npm-packages.ts'

interface Component {
  'bom-ref': string
  type: string
  name: string
  version: string
  purl: string
}

interface Bom {
  metadata: { timestamp: string; component: { name: string; type: string } }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

export interface Contents {
  npm: NpmPackage[]
  system: SystemPackage[]
  node: string
  created: string
}

/** A list of the software in the image: npm's own SBOM without the packages that are not in it, plus Node and its libraries. */
export function sbom({ npm, system, node, created }: Contents): string {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only']
  // The build of the web client has set NODE_ENV=production, with which npm leaves out development packages.
  const env = { ...process.env, NODE_ENV: 'development' }
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`)
  const { serialNumber: _, ...bom } = JSON.parse(stdout) as Bom & { serialNumber: string }
  const inside = new Set(npm.map(({ name, version }) => `${name}@${version}`))
  const packages = bom.components.filter(({ name, version }) => inside.has(`${name}@${version}`))
  const lost = [...inside].filter(one => !packages.some(({ name, version }) => one === `${name}@${version}`))
  if (lost.length) throw new Error(`npm sbom does not list ${lost.join(', ')}.`)
  const components = [
    component('application', 'node', node, `pkg:generic/node@${node}`),
    ...system.map(({ name, version, architecture }) =>
      component('library', name, version, `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`),
    ),
    ...packages,
  ]
  const known = new Set(components.map(one => one['bom-ref']))
  const dependencies = bom.dependencies
    .filter(({ ref }) => known.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(one => known.has(one)) }))
  const own = { ...bom.metadata.component, name: 'zerodue', type: 'container' }
  const metadata = { ...bom.metadata, timestamp: created, component: own }
  return JSON.stringify({ ...bom, metadata, components, dependencies }, null, 1)
}

const component = (type: string, name: string, version: string, purl: string): Component => ({
  'bom-ref': purl,
  type,
  name,
  version,
  purl,
})
