import { rmSync } from 'node:fs'
import path from 'node:path'
import { CannotDeploy, type Cluster } from './cluster.ts'
import { rotationFindings } from './delivery.ts'
import { writeDelivery } from './delivery-file.ts'
import { complain } from './findings.ts'
import { copyOf, secretFilesOf } from './kustomizations.ts'
import { handlesSources } from './platform-findings.ts'
import { type Resource, readResources } from './rendered.ts'
import { takeFromCluster } from './secrets-in-use.ts'

export interface RenderOptions {
  /** Makes a new credential for the deliveries to each function, which accepts the one before it too. */
  rotateDelivery: boolean
  /** Creates the secrets that neither the overlay nor the cluster has. */
  create?: (secrets: string, say: (line: string) => void) => void | Promise<void>
}

/** The resources of an overlay, with the secrets that the cluster has. A dry run works in a copy and leaves nothing behind. */
export async function renderOverlay(cluster: Cluster, overlay: string, options: RenderOptions): Promise<Resource[]> {
  if (options.rotateDelivery) complain(rotationFindings(cluster, handlesSources(cluster)))
  if (!cluster.dryRun) return render(cluster, overlay, options, cluster.say)
  const { parent, original, copy } = copyOf(overlay)
  try {
    return await render(cluster, copy, options, line => cluster.say(`would ${line.replaceAll(parent, original)}`))
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

async function render(
  cluster: Cluster,
  overlay: string,
  { rotateDelivery, create }: RenderOptions,
  say: (line: string) => void,
): Promise<Resource[]> {
  const files = secretFilesOf(overlay)
  const isDelivery = ({ secret }: { secret: string }) => secret === 'delivery'
  takeFromCluster(
    cluster,
    files.filter(one => !isDelivery(one)),
    say,
  )
  await create?.(path.join(overlay, 'secrets'), say)
  for (const { file } of files.filter(isDelivery)) writeDelivery(cluster, file, rotateDelivery, say)
  const rendered = cluster.ask(['kustomize', overlay])
  if (!rendered) throw new CannotDeploy(`kubectl kustomize ${overlay} printed nothing.`)
  return readResources(rendered)
}
