import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/cluster.ts'
import { daprBinaries } from '../platform/dapr-binaries.ts'
import { type DryRun, dryRun } from './dry-run.ts'
import { followSources } from './follow-sources.ts'
import { startGateway } from './gateway.ts'
import { type DataAddresses, startHostData } from './host-data.ts'
import type { ClusterSettings } from './settings.ts'
import { staticImage } from './static-image.ts'
import { copyManifests, daprTag, writeTestOverlay } from './test-overlay.ts'

/** An installation, as the tests see it. */
export interface Installed {
  /** The address of the functions: `/<function>/…`. */
  gateway: string
  brokers: string
  /** A copy of the manifests, with secrets. */
  copy: string
  /** The folder of the manifests that were applied. */
  rendered: string
  data: DataAddresses
  /** The answers of the API server to every manifest, before the deployment. */
  dryRuns: DryRun[]
  refused: DryRun[]
}

const here = (command: string, ...args: string[]) => build(command, args, { cwd: root })
const script = (name: string, ...args: string[]) => here(path.join(root, 'scripts', name), ...args)

/** Installs the local overlay in the cluster, with Kafka, Postgres and stand-ins for its KafkaSources on this computer. */
export async function install(settings: ClusterSettings, folder: string) {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const one of stops.toReversed()) await one()
  }
  try {
    // An earlier run may have left an installation.
    await script('teardown-local', '--keep-secrets')
    await loadImages(settings, folder)
    const data = await startHostData(folder, settings.HOST_ADDRESS)
    // It fails when something is left, and with it the run.
    stops.push(data.stop, async () => console.log(await script('teardown-local', '--keep-secrets')))
    const copy = await copyManifests(folder, data.password)
    const dryRuns = [await dryRun(copy, 'local'), await dryRun(copy, 'cloud')]
    const refused = [
      await dryRun(copy, 'local', yaml => yaml.replace('containerConcurrency:', 'containersConcurrency:')),
      await dryRun(copy, 'local', yaml => yaml.replace('timeoutSeconds: 600', 'timeoutSeconds: 601')),
    ]
    const overlay = await deployWith(copy, data, {})
    const gateway = await startGateway(await hosts(), { outside: settings.INGRESS, inside: settings.INGRESS_INSIDE })
    stops.push(gateway.close)
    const rendered = path.join(folder, 'rendered')
    mkdirSync(rendered)
    writeFileSync(path.join(rendered, 'all.yaml'), await here('kubectl', 'kustomize', overlay))
    stops.push(await followSources(rendered, data.brokers, gateway.url))
    const { stop: _, ...addresses } = data
    const installed: Installed = {
      gateway: gateway.url,
      brokers: data.brokers,
      copy,
      rendered,
      data: addresses,
      dryRuns,
      refused,
    }
    return { installed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Deploys the local overlay with these settings too. Other settings make new revisions. */
export async function deployWith(copy: string, data: DataAddresses, settings: Record<string, string>): Promise<string> {
  const overlay = writeTestOverlay(copy, data, { WEBHOOK_ALLOW: `${data.address}/32`, ...settings })
  await here(process.execPath, path.join(import.meta.dirname, 'deploy-overlay.ts'), overlay)
  return overlay
}

async function loadImages({ LOAD_IMAGE, IMAGE }: ClusterSettings, folder: string): Promise<void> {
  const binaries = await daprBinaries()
  const load = (archive: string) => here('sh', '-c', LOAD_IMAGE.replaceAll('{}', `'${archive}'`))
  for (const name of ['daprd', 'scheduler'] as const)
    await load(await staticImage(name, `dev.local/${name}:${daprTag}`, binaries[name], path.join(folder, name)))
  await load(IMAGE)
}

/** The host name of each function. */
async function hosts(): Promise<Record<string, string>> {
  const columns = 'custom-columns=:.metadata.name,:.status.url'
  const output = await here('kubectl', '-n', namespace, 'get', 'ksvc', '--no-headers', '-o', columns)
  const lines = output.split('\n').filter(Boolean)
  return Object.fromEntries(
    lines.map(line => {
      const [name = '', url = ''] = line.trim().split(/\s+/)
      // The MCP server answers by its public name, which only a DomainMapping has, and by its name in the cluster.
      return [name, name === 'assistant' ? `${name}.${namespace}.svc.cluster.local` : new URL(url).host]
    }),
  )
}
